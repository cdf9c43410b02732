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

describe('files as programs write them', () => {
  before(() => {
    rmSync(folder, { recursive: true, force: true })
    makeCorpus(folder)
  })

  for (const expected of cases) {
    describe(expected.what, () => {
      for (const file of expected.files) {
        const skip = isMade(file) ? false : 'LibreOffice is not installed: `soffice` is not on PATH'
        it(file, { skip }, () => assert.deepEqual(compared(check(file), expected), answer(expected)))
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
  for (const file of ['openpyxl-plain.xlsx', 'xlsxwriter-1904.xlsx', 'exceljs-plain.xlsx', 'sheetjs-plain.xlsx']) {
    it(file, () => {
      const into = join(folder, `results-of-${file}`)
      execFileSync(upmSheet, ['results', join(folder, file), into])
      const cells = JSON.parse(execFileSync(python, [join(scripts, 'read_workbook.py'), into], { encoding: 'utf8' }))

      assert.deepEqual(cells, [
        texts('Name', 'Email Address', 'Started', 'Hours', 'Active', 'Row', 'Outcome', 'Reason', 'What to do'),
        row('Ann Lee', 'ann.lee@nhs.net', day('2024-03-01'), ['n', 37.5], ['b', true], 2, 'Can be imported'),
        row('Bob Ray', 'bob.ray@nhs.net', day('1999-12-31'), ['n', -2], ['b', false], 3, 'Can be imported'),
        row('Cy Doe', 'cy.doe at nhs.net', none, ['n', 0], ['b', true], 4, 'Not an address', 'The @ is missing', 'Enter the whole address, like name@nhs.net'),
        row('Ann Lee again', 'ann.lee@nhs.net', none, none, none, 5, 'Duplicate', 'The same address is in row 2'),
        row('Eve Fox', 'eve.fox@nhs.net', day('2024-02-29'), ['n', 1000000], ['b', true], 7, 'Can be imported'),
        row('Flo Orr', '', none, ['n', 20], ['b', false], 8, 'Not an address', 'There is no address', 'Enter an address, like name@nhs.net'),
        row('Gil Zoë', 'gil.orr@nhs.net', none, ['n', 0.1], ['b', true], 9, 'Can be imported'),
        row('=1+1', '+hal=1@nhs.net', none, none, none, 10, 'Can be imported')
      ])
      assert.equal(check(`results-of-${file}`).addresses[6], 'eve.fox@nhs.net')
    })
  }

  const none = ['n', null]
  const text = (value) => (value ? ['s', value] : none)
  const texts = (...values) => values.map(text)
  const day = (date) => ['d', `${date} 00:00:00`]
  const row = (name, address, started, hours, active, number, outcome, reason = '', whatToDo = '') => [
    text(name),
    text(address),
    ...[started, hours, active],
    ['n', number],
    ...texts(outcome, reason, whatToDo)
  ]
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
  const all = everyRow
    ? Object.fromEntries(Array.from({ length: everyRow.to - everyRow.from + 1 }, (_, index) => [everyRow.from + index, everyRow.address.replace('{}', index + 1)]))
    : addresses
  return { rejected: {}, duplicates: {}, ...expected, addresses: all }
}

/** An answer as far as it is compared: the sheet's name only where one is expected. */
function compared({ sheet, ...rest }, expected) {
  return 'sheet' in expected ? { sheet, ...rest } : rest
}
