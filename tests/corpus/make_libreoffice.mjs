// Files as LibreOffice writes them: workbooks of other writers, opened and saved in its formats. Called
// with the folder that holds those and to write into, and with the path of `soffice`.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [folder, soffice] = process.argv.slice(2)

/** What is opened, and what it is saved as: an ending, a filter with its options, the name of the file. */
const conversions = [
  ['openpyxl-plain.xlsx', 'xlsx', 'Calc MS Excel 2007 XML', 'plain.xlsx'],
  ['openpyxl-plain.xlsx', 'xlsm', 'Calc MS Excel 2007 VBA XML', 'plain.xlsm'],
  ['openpyxl-plain.xlsx', 'ods', 'calc8', 'plain.ods'],
  ['openpyxl-plain.xlsx', 'xls', 'MS Excel 97', 'plain.xls'],
  ['openpyxl-plain.xlsx', 'csv', 'Text - txt - csv (StarCalc):44,34,76,1', 'plain.csv'],
  ['openpyxl-plain.xlsx', 'csv', 'Text - txt - csv (StarCalc):59,34,1,1', 'windows-1252.csv'],
  ['openpyxl-plain.xlsx', 'csv', 'Text - txt - csv (StarCalc):9,34,65535,1', 'utf-16.csv'],
  ['openpyxl-formulas-without-values.xlsx', 'xlsx', 'Calc MS Excel 2007 XML', 'formulas.xlsx'],
  ['openpyxl-formulas-without-values.xlsx', 'ods', 'calc8', 'formulas.ods'],
  ['openpyxl-formulas-without-values.xlsx', 'xls', 'MS Excel 97', 'formulas.xls'],
  ['xlsxwriter-rich.xlsx', 'ods', 'calc8', 'rich.ods'],
  ['xlsxwriter-rich.xlsx', 'xls', 'MS Excel 97', 'rich.xls'],
  ['xlsxwriter-hidden-sheets.xlsx', 'ods', 'calc8', 'hidden-sheets.ods'],
  ['xlsxwriter-hidden-sheets.xlsx', 'xls', 'MS Excel 97', 'hidden-sheets.xls'],
  ['openpyxl-empty-rows-and-columns.xlsx', 'ods', 'calc8', 'empty-rows-and-columns.ods'],
  ['openpyxl-titles-and-merged-cells.xlsx', 'ods', 'calc8', 'titles-and-merged-cells.ods'],
  ['openpyxl-many-styled-cells.xlsx', 'ods', 'calc8', 'many-styled-cells.ods']
]

const work = mkdtempSync(join(tmpdir(), 'upm-libreoffice-'))
try {
  for (const [from, ending, filter, name] of conversions) {
    execFileSync(
      soffice,
      [
        '--headless',
        `-env:UserInstallation=file://${work}/profile`,
        ...['--convert-to', `${ending}:${filter}`, '--outdir', work, join(folder, from)]
      ],
      { stdio: 'pipe', timeout: 120_000 }
    )
    renameSync(join(work, from.replace(/\.xlsx$/, `.${ending}`)), join(folder, `libreoffice-${name}`))
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
