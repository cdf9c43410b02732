// The corpus: workbooks and texts as every program that people have writes them, each made anew by the
// scripts in tests/corpus/, read by `upm-sheet check`, and compared with tests/corpus/expected.json.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'

import { makeCorpus, python, soffice } from './corpus/make.mjs'

const root = new URL('..', import.meta.url).pathname
const scripts = join(root, 'tests/corpus')
const folder = join(root, 'target/corpus')
const upmSheet = process.env.UPM_SHEET_BIN ?? join(root, 'target/debug/upm-sheet')

const cases = JSON.parse(readFileSync(join(scripts, 'expected.json'), 'utf8'))
const isMade = (file) => soffice || !file.startsWith('libreoffice-')
const skip = (file) => (isMade(file) ? false : 'LibreOffice is not installed: `soffice` is not on PATH')

describe('files as programs write them', () => {
  before(() => {
    rmSync(folder, { recursive: true, force: true })
    makeCorpus(folder)
  })

  for (const expected of cases) {
    describe(expected.what, () => {
      for (const file of expected.files) {
        it(file, { skip: skip(file) }, () => assert.deepEqual(compared(check(file), expected), answer(expected)))
      }
    })
  }

  it('none is made without being expected, nor expected without being made', () => {
    const made = readdirSync(folder).filter((name) => !name.startsWith('results-'))
    const expected = cases.flatMap(({ files }) => files).filter(isMade)
    assert.deepEqual(made.sort(), expected.sort())
  })
})

describe('results of a file, as openpyxl reads them', () => {
  const none = ['n', null]
  const text = (value) => (value ? ['s', value] : none)
  const texts = (...values) => values.map(text)
  const day = (date) => ['d', `${date} 00:00:00`]
  const number = (value) => ['n', value]
  const truth = (value) => ['b', value]
  const usable = texts('Can be imported', '', '')
  const duplicate = texts('Duplicate', 'The same address is in row 2', '')
  const noAt = texts('Not an address', 'The @ is missing', 'Enter the whole address, like name@nhs.net')
  const missing = texts('Not an address', 'There is no address', 'Enter an address, like name@nhs.net')
  const files = [
    ...['openpyxl-plain.xlsx', 'xlsxwriter-1904.xlsx', 'exceljs-plain.xlsx', 'sheetjs-plain.xlsx', 'sheetjs-iso-dates.xlsx'],
    ...['sheetjs-plain.xlsb', 'sheetjs-plain-biff8.xls', 'sheetjs-iso-dates.ods', 'xlwt-plain.xls'],
    ...['libreoffice-plain.xlsx', 'libreoffice-plain.xls', 'libreoffice-plain.ods']
  ]

  for (const file of files) {
    it(file, { skip: skip(file) }, () => {
      const into = join(folder, `results-of-${file}.xlsx`)
      execFileSync(upmSheet, ['results', join(folder, file), into])
      const cells = JSON.parse(execFileSync(python, [join(scripts, 'read_workbook.py'), into], { encoding: 'utf8' }))

      assert.deepEqual(cells, [
        texts('Name', 'Email Address', 'Started', 'Hours', 'Active', 'Row', 'Outcome', 'Reason', 'What to do'),
        [text('Ann Lee'), text('ann.lee@nhs.net'), day('2024-03-01'), number(37.5), truth(true), number(2), ...usable],
        [text('Bob Ray'), text('bob.ray@nhs.net'), day('1999-12-31'), number(-2), truth(false), number(3), ...usable],
        [text('Cy Doe'), text('cy.doe at nhs.net'), none, number(0), truth(true), number(4), ...noAt],
        [text('Ann Lee again'), text('ann.lee@nhs.net'), none, none, none, number(5), ...duplicate],
        [text('Eve Fox'), text('eve.fox@nhs.net'), day('2024-02-29'), number(1000000), truth(true), number(7), ...usable],
        [text('Flo Orr'), none, none, number(20), truth(false), number(8), ...missing],
        [text('Gil Zoë'), text('gil.orr@nhs.net'), none, number(0.1), truth(true), number(9), ...usable],
        [text('=1+1'), text('+hal=1@nhs.net'), none, none, none, number(10), ...usable]
      ])
      assert.equal(check(`results-of-${file}.xlsx`).addresses[6], 'eve.fox@nhs.net')
    })
  }
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


/** What `upm-sheet` has to answer; where a case has a thousand people, a rule says who they are. */
function answer({ what, files, everyRow, addresses, ...expected }) {
  if (expected.error) return expected
  const byRule = ({ from, to, address }) =>
    Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, address.replace('{}', index + 1)]))
  return { rejected: {}, duplicates: {}, ...expected, addresses: everyRow ? byRule(everyRow) : addresses }
}

/** An answer as far as it is compared: the sheet's name only where one is expected. */
function compared({ sheet, ...rest }, expected) {
  return 'sheet' in expected ? { sheet, ...rest } : rest
}
