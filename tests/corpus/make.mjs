// Makes the corpus, each file by the program whose files people have. `node make.mjs FOLDER` does it, too.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const scripts = fileURLToPath(new URL('.', import.meta.url))

/** The Python that has the libraries. */
export const python = process.env.UPM_PYTHON ?? 'python3'

/** LibreOffice, if it is there. */
export const soffice = onPath('soffice')

/** Writes every file into a folder. */
export function makeCorpus(folder) {
  mkdirSync(folder, { recursive: true })
  const run = (program, ...words) => execFileSync(program, words, { cwd: scripts, stdio: ['ignore', 'pipe', 'inherit'] })
  for (const name of ['openpyxl', 'xlsxwriter', 'xlwt']) run(python, `make_${name}.py`, folder)
  for (const name of ['exceljs', 'sheetjs', 'text']) run(process.execPath, `make_${name}.mjs`, folder)
  // It opens what the others have made.
  if (soffice) run(process.execPath, 'make_libreoffice.mjs', folder, soffice)
  else console.log('Files of LibreOffice are left out: `soffice` is not on PATH.')
}

function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeCorpus(process.argv[2])
