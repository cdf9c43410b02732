// The corpus: workbooks and texts as every program that people have writes them, each made anew by the
// scripts in tests/corpus/, read by `upm-sheet check`, and compared with tests/corpus/expected.json.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { before, describe, it } from 'node:test'

const root = new URL('..', import.meta.url).pathname
const scripts = join(root, 'tests/corpus')
const folder = join(root, 'target/corpus')
const upmSheet = process.env.UPM_SHEET_BIN ?? join(root, 'target/debug/upm-sheet')
const python = process.env.UPM_PYTHON ?? 'python3'
const soffice = onPath('soffice')

/** Who makes files, in this order: LibreOffice opens what the others have made. */
const makers = [
  [python, ['make_openpyxl.py', folder]],
  [python, ['make_xlsxwriter.py', folder]],
  [python, ['make_xlwt.py', folder]],
  [process.execPath, ['make_exceljs.mjs', folder]],
  [process.execPath, ['make_sheetjs.mjs', folder]],
  [process.execPath, ['make_text.mjs', folder]],
  ...(soffice ? [[process.execPath, ['make_libreoffice.mjs', folder, soffice]]] : [])
]

const cases = JSON.parse(readFileSync(join(scripts, 'expected.json'), 'utf8'))
const isMade = (file) => soffice || !file.startsWith('libreoffice-')

describe('files as programs write them', () => {
  before(() => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const [program, [script, ...words]] of makers) {
      execFileSync(program, [join(scripts, script), ...words], { cwd: scripts, stdio: 'pipe' })
    }
  })

  for (const expected of cases) {
    describe(expected.what, () => {
      for (const file of expected.files) {
        const skip = isMade(file) ? false : 'LibreOffice is not installed: `soffice` is not on PATH'
        it(file, { skip }, () => assert.deepEqual(told(check(file)), told(expected)))
      }
    })
  }

  it('none is made without being expected, nor expected without being made', () => {
    const made = readdirSync(folder).filter((name) => !name.startsWith('results-'))
    const expected = cases.flatMap(({ files }) => files).filter(isMade)
    assert.deepEqual(made.sort(), expected.sort())
  })
})

/** What `upm-sheet` says of a file. */
function check(file) {
  const { status, stdout, stderr } = spawnSync(upmSheet, ['check', join(folder, file)], { encoding: 'utf8', timeout: 60_000 })
  assert.ok(status === 0 || status === 1, stderr)
  const answer = JSON.parse(stdout)
  if (status === 1) return { error: answer.code }
  const byRow = (rows, value) => Object.fromEntries(rows.map((row) => [row.row, value(row)]))
  return {
    sheet: answer.sheet,
    headerRow: answer.headerRow,
    addresses: byRow(answer.addresses, ({ email }) => email),
    rejected: byRow(answer.rejected, ({ error }) => error.code),
    duplicates: byRow(answer.duplicates, ({ firstRow }) => firstRow)
  }
}

/** What is compared: a sheet's name only where one is expected. */
function told({ error, sheet, headerRow, addresses, rejected = {}, duplicates = {} }) {
  return error ? { error } : { sheet, headerRow, addresses, rejected, duplicates }
}

function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}
