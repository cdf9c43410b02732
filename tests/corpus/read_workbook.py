"""Prints the cells of a workbook's first sheet as JSON, as openpyxl reads them: what they hold and of what
kind they are ("s" a text, "n" a number, "d" a date, "b" a truth value, "f" a formula)."""

import json
import sys

from openpyxl import load_workbook

sheet = load_workbook(sys.argv[1]).worksheets[0]
rows = [[[cell.data_type, cell.value] for cell in row] for row in sheet.iter_rows()]
json.dump(rows, sys.stdout, default=str)
