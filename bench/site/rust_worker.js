// calamine, and the limit: inflating alone. Both in WebAssembly, compiled as our worker is.

importScripts('/bench-peers.js')

wasm_bindgen({ module_or_path: '/bench-peers_bg.wasm' }).then(() => {
  onmessage = ({ data: { task, file } }) => {
    const bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(file))
    const start = performance.now()
    const found = wasm_bindgen[task](bytes)
    postMessage({ found, inside: performance.now() - start })
  }
  postMessage('ready')
})
