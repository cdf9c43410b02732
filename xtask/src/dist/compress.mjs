// Writes `.br` and `.gz` beside every file of a folder that gets smaller by it, so that a server can send
// them as they are. Node's zlib has both at their best level, and needs no compiling.
// Usage: node compress.mjs FOLDER [NAME…]: all files, or those of these names at the folder's top

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set([
  '.css', '.html', '.ico', '.ics', '.js', '.json', '.mjs', '.svg', '.txt', '.wasm', '.webmanifest', '.xml',
]);

const brotli = (content) =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
const gzip = (content) => gzipSync(content, { level: constants.Z_BEST_COMPRESSION });

const [folder, ...names] = process.argv.slice(2);
const all = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

for (const path of names.length > 0 ? names.map((name) => join(folder, name)) : all()) {
  if (!COMPRESSIBLE.has(extname(path))) continue;
  const content = readFileSync(path);
  for (const [ending, compress] of [['.br', brotli], ['.gz', gzip]]) {
    const compressed = compress(content);
    if (compressed.length < content.length) writeFileSync(path + ending, compressed);
    else rmSync(path + ending, { force: true });
  }
}
