// ExcelJS, which reads a workbook whole.

importScripts('/npm/exceljs/dist/exceljs.min.js', '/check.js')

answerFiles(async (bytes) => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes)
  return cells(workbook.worksheets[0])
})

function* cells(sheet) {
  let column
  sheet.getRow(1).eachCell((cell, number) => {
    if (isHeading(cell.value)) column = number
  })
  for (let row = 2; row <= sheet.rowCount; row += 1) yield [row, sheet.getRow(row).getCell(column).value]
}
