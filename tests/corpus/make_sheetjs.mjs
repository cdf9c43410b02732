// Workbooks and text files as SheetJS writes them, in every format. Called with the folder to write into.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import XLSX from 'xlsx'

const folder = process.argv[2]
const people = JSON.parse(readFileSync(new URL('people.json', import.meta.url), 'utf8'))

const value = (cell) => (cell?.date ? new Date(`${cell.date}T00:00:00`) : cell)
const rows = people.map((cells) => cells.map(value))

/** How it calls the formats that it is to write, and what we call the files. */
const formats = { xlsx: 'xlsx', xlsm: 'xlsm', xlsb: 'xlsb', ods: 'ods', biff8: 'xls', biff5: 'xls' }

function sheet(cells, origin = 'A1', options = {}) {
  return XLSX.utils.sheet_add_aoa(XLSX.utils.aoa_to_sheet([]), cells, { origin, ...options })
}

function book(sheets) {
  const book = XLSX.utils.book_new()
  for (const [name, content] of Object.entries(sheets)) XLSX.utils.book_append_sheet(book, content, name)
  return book
}

const cases = {
  plain: () => book({ Members: sheet(rows) }),

  formulas() {
    const content = sheet([['Name', 'Email Address'], ['ann'], ['bob']])
    content.B2 = { t: 's', f: 'A2&".lee@nhs.net"', v: 'ann.lee@nhs.net' }
    content.B3 = { t: 's', f: 'A3&".ray@nhs.net"', v: 'bob.ray@nhs.net' }
    content['!ref'] = 'A1:B3'
    return book({ Members: content })
  },

  links() {
    const content = sheet([['Email Address'], ['ann.lee@nhs.net'], ['bob.ray@nhs.net']])
    content.A2.l = { Target: 'mailto:ann.lee@nhs.net' }
    content.A3.l = { Target: 'mailto:bob.ray@nhs.net?subject=Hi', Tooltip: 'Write to Bob' }
    return book({ Members: content })
  },

  'hidden-sheets'() {
    const all = book({
      Old: sheet([['Email Address'], ['old@nhs.net']]),
      Older: sheet([['Email Address'], ['older@nhs.net']]),
      Notes: sheet([['Read me first']]),
      'Who, where & when': sheet(rows)
    })
    all.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 2 }, { Hidden: 0 }, { Hidden: 0 }] }
    return all
  },

  'titles-and-merged-cells'() {
    const content = sheet([['Members of the ward policy'], ['As of', new Date('2026-01-31T09:30:00')]])
    XLSX.utils.sheet_add_aoa(content, rows, { origin: 'A6' })
    content['!merges'] = [XLSX.utils.decode_range('A1:E1'), XLSX.utils.decode_range('A3:B4')]
    return book({ Members: content })
  },

  'empty-rows-and-columns': () => book({ Members: sheet(rows, 'E8') }),
  'one-row': () => book({ Members: sheet([['Email Address'], ['ann.lee@nhs.net']]) }),
  'no-rows': () => book({ Members: sheet([['Email Address']]) }),
  'two-candidates': () =>
    book({ Members: sheet([['Email Address', 'Name', 'Email address'], ['a@nhs.net', 'Ann', 'ann@example.com']]) }),
  'no-candidate': () => book({ Members: sheet([['Name', 'Contact'], ['Ann', 'ann.lee@nhs.net']]) })
}

for (const [name, make] of Object.entries(cases)) {
  for (const [bookType, ending] of Object.entries(formats)) {
    // In .ods it shows all sheets.
    if (name === 'hidden-sheets' && bookType === 'ods') continue
    const suffix = bookType.startsWith('biff') ? `-${bookType}` : ''
    const bytes = XLSX.write(make(), { bookType, type: 'buffer', bookSST: bookType === 'xlsx' })
    writeFileSync(join(folder, `sheetjs-${name}${suffix}.${ending}`), bytes)
  }
}

const write = (name, book, options) => writeFileSync(join(folder, `sheetjs-${name}`), XLSX.write(book, { type: 'buffer', ...options }))

// Without shared strings; with dates that are no numbers; compressed, too.
write('inline.xlsx', cases.plain(), { bookType: 'xlsx', bookSST: false })
const withDates = book({ Members: sheet(rows, 'A1', { cellDates: true }) })
write('iso-dates.xlsx', withDates, { bookType: 'xlsx', cellDates: true, compression: true })
write('iso-dates.ods', withDates, { bookType: 'ods', cellDates: true })

const plain = cases.plain().Sheets.Members
const csv = (options) => XLSX.utils.sheet_to_csv(plain, options)
writeFileSync(join(folder, 'sheetjs-plain.csv'), csv({}))
writeFileSync(join(folder, 'sheetjs-semicolons.csv'), csv({ FS: ';', RS: '\r\n' }))
writeFileSync(join(folder, 'sheetjs-plain.tsv'), csv({ FS: '\t' }))
writeFileSync(join(folder, 'sheetjs-bom.csv'), `\ufeff${csv({ forceQuotes: true })}`)
// "Unicode text" of Excel: UTF-16 with tabs and a byte order mark.
write('utf-16.txt', cases.plain(), { bookType: 'txt' })
