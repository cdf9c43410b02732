// Starts our worker as its own loader does, and says how large its memory is when asked.

let memory
const { glue, wasm } = Object.fromEntries(new URLSearchParams(location.search))

addEventListener('message', (message) => {
  if (message.data !== 'memory') return
  message.stopImmediatePropagation()
  postMessage({ memory: memory.buffer.byteLength })
})
importScripts(glue)
wasm_bindgen({ module_or_path: wasm }).then((exports) => {
  memory = exports.memory
})
