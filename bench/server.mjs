// Serves the page of the benchmark, what it measures and its files.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

/**
 * @param {string[]} folders where files at the root are looked for, in turn; one of them has our workers
 * @param {Record<string, string>} mounted what starts with a key is looked for in its folder
 */
export async function serve(folders, mounted) {
  const worker = workerFiles(folders, 'import_worker')
  const workbookWorker = workerFiles(folders, 'workbook_worker')
  const html = `<!DOCTYPE html><meta charset="utf-8"><title>Benchmark</title>
<meta name="upm-import-worker" content="/${worker.loader}"><meta name="upm-workbook-worker" content="/${workbookWorker?.loader ?? ''}">
<link rel="icon" href="data:,"><script type="module" src="/page.mjs"></script>`
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname))
    const [type, body] = path === '/' ? ['text/html', html] : [TYPES[extname(path)] ?? 'application/octet-stream', find(path, folders, mounted)]
    response.writeHead(body ? 200 : 404, { 'Content-Type': type, 'Cache-Control': 'no-store' })
    response.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}/`, worker, close: () => server.close() }
}

function find(path, folders, mounted) {
  const [prefix, folder] = Object.entries(mounted).find(([prefix]) => path.startsWith(prefix)) ?? []
  const candidates = folder ? [join(folder, path.slice(prefix.length))] : folders.map((folder) => join(folder, path))
  const found = candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
  return found && readFileSync(found)
}

/** The names of a worker's files, which hold a hash in a release. */
function workerFiles(folders, program) {
  for (const folder of folders) {
    const names = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : []
    const [loader, wasm, glue] = ['_loader(-\\w+)?\\.js', '_bg(-\\w+)?\\.wasm', '(-\\w+)?\\.js'].map((end) =>
      names.find((name) => new RegExp(`^${program}${end}$`).test(name))
    )
    if (loader && wasm && glue) return { loader, wasm, glue }
  }
  return undefined
}
