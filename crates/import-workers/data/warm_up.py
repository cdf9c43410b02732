"""Makes the workbooks that the import worker reads before anyone has chosen a file. Run it with XlsxWriter."""

import pathlib
import xlsxwriter

ROWS = 500
HERE = pathlib.Path(__file__).parent

for name, inline in [("inline", True), ("shared", False)]:
    workbook = xlsxwriter.Workbook(HERE / f"warm_up_{name}.xlsx", {"constant_memory": inline})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Email Address", "Department"])
    for row in range(1, ROWS + 1):
        sheet.write_row(row, 0, [f"Person {row}", f"person{row}@nhs.net", "Ward"])
    workbook.close()
