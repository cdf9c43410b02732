// SheetJS, told to do no more than it has to.

importScripts('/npm/xlsx/dist/xlsx.full.min.js', '/check.js')

answerFiles((bytes) => {
  const workbook = XLSX.read(bytes, { type: 'array', dense: true, cellFormula: false, cellHTML: false, cellText: false })
  return cells(workbook.Sheets[workbook.SheetNames[0]])
})

function* cells(sheet) {
  const rows = sheet['!data'] ?? sheet
  const column = rows[0].findIndex((cell) => isHeading(cell?.v))
  for (let row = 1; row < rows.length; row += 1) yield [row + 1, rows[row]?.[column]?.v]
}
