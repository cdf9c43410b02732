// Workbooks as ExcelJS writes them. Called with the folder to write into.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import ExcelJS from 'exceljs'

const folder = process.argv[2]
const people = JSON.parse(readFileSync(new URL('people.json', import.meta.url), 'utf8'))

const value = (cell) => (cell?.date ? new Date(`${cell.date}T00:00:00Z`) : cell)

/** Writes the people, their heading into that cell. */
function writePeople(sheet, row = 1, column = 1) {
  people.forEach((cells, index) =>
    cells.forEach((cell, offset) => {
      if (cell !== null) sheet.getCell(row + index, column + offset).value = value(cell)
    })
  )
}

const cases = {
  plain: (book) => writePeople(book.addWorksheet('Members')),

  rich(book) {
    const sheet = book.addWorksheet('Members')
    const bold = (text) => ({ font: { bold: true }, text })
    sheet.getCell('A1').value = { richText: [bold('Email'), { text: ' Address' }] }
    sheet.getCell('A2').value = { richText: [{ text: 'ann' }, bold('.lee'), { text: '@nhs.net' }] }
    sheet.getCell('A3').value = { richText: [{ text: 'Bob Ray <' }, bold('bob.ray@nhs.net'), { text: '>' }] }
  },

  formulas(book) {
    const sheet = book.addWorksheet('Members')
    sheet.addRow(['Name', 'Email Address'])
    sheet.addRow(['ann', { formula: 'A2&".lee@nhs.net"', result: 'ann.lee@nhs.net' }])
    sheet.addRow(['bob', { formula: 'A3&".ray@nhs.net"', result: 'bob.ray@nhs.net', shareType: 'shared', ref: 'B3:B4' }])
    sheet.addRow(['cy', { sharedFormula: 'B3', result: 'cy.ray@nhs.net' }])
    sheet.addRow(['dee', { formula: '1/0', result: { error: '#DIV/0!' } }])
  },

  links(book) {
    const sheet = book.addWorksheet('Members')
    sheet.addRow(['Email Address'])
    sheet.addRow([{ text: 'ann.lee@nhs.net', hyperlink: 'mailto:ann.lee@nhs.net' }])
    sheet.addRow([{ text: 'mailto:bob.ray@nhs.net?subject=Hi', hyperlink: 'mailto:bob.ray@nhs.net' }])
  },

  'hidden-sheets'(book) {
    book.addWorksheet('Old', { state: 'hidden' }).addRows([['Email Address'], ['old@nhs.net']])
    book.addWorksheet('Older', { state: 'veryHidden' }).addRows([['Email Address'], ['older@nhs.net']])
    book.addWorksheet('Notes').addRow(['Read me first'])
    writePeople(book.addWorksheet('Who, where & <when>'))
  },

  'titles-and-merged-cells'(book) {
    const sheet = book.addWorksheet('Members')
    sheet.getCell('A1').value = 'Members of the ward policy'
    sheet.mergeCells('A1:E1')
    sheet.getCell('A2').value = 'As of'
    sheet.getCell('B2').value = new Date('2026-01-31T09:30:00Z')
    sheet.mergeCells('A3:B4')
    writePeople(sheet, 6)
  },

  'empty-rows-and-columns': (book) => writePeople(book.addWorksheet('Members'), 8, 5),

  'many-styled-cells'(book) {
    const sheet = book.addWorksheet('Members', { properties: { defaultRowHeight: 15.75 } })
    writePeople(sheet)
    for (let row = 1; row <= 1000; row++) {
      for (let column = 1; column <= 26; column++) {
        sheet.getCell(row, column).font = { name: 'Arial', size: 10 }
      }
    }
  },

  'one-row': (book) => book.addWorksheet('Members').addRows([['Email Address'], ['ann.lee@nhs.net']]),
  'no-rows': (book) => book.addWorksheet('Members').addRow(['Email Address']),
  empty: (book) => book.addWorksheet('Members')
}

for (const [name, fill] of Object.entries(cases)) {
  const book = new ExcelJS.Workbook()
  fill(book)
  await book.xlsx.writeFile(join(folder, `exceljs-${name}.xlsx`))
}

// Its way to write many rows, with shared strings and without.
for (const [name, useSharedStrings] of [['stream', false], ['stream-shared', true]]) {
  const filename = join(folder, `exceljs-${name}.xlsx`)
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useSharedStrings, useStyles: true })
  const sheet = book.addWorksheet('Members')
  for (const cells of people) sheet.addRow(cells.map(value)).commit()
  sheet.commit()
  await book.commit()
}

const book = new ExcelJS.Workbook()
cases.plain(book)
await book.csv.writeFile(join(folder, 'exceljs-plain.csv'))
