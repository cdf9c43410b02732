"""Workbooks of Excel 97 (.xls) as xlwt writes them. Called with the folder to write into."""

import datetime
import json
import pathlib
import sys

import xlwt

HERE = pathlib.Path(__file__).parent
PEOPLE = json.loads((HERE / "people.json").read_text(encoding="utf-8"))
DATE = xlwt.easyxf(num_format_str="DD/MM/YYYY")


def write_people(sheet, row=0, column=0):
    """Writes the people, their heading into that cell."""
    for index, cells in enumerate(PEOPLE):
        for offset, cell in enumerate(cells):
            at = row + index, column + offset
            if isinstance(cell, dict):
                sheet.write(*at, datetime.date.fromisoformat(cell["date"]), DATE)
            elif cell is not None:
                sheet.write(*at, cell)


def plain(book):
    write_people(book.add_sheet("Members"))


def rich(book):
    sheet = book.add_sheet("Members")
    bold = xlwt.easyfont("bold true")
    sheet.write_rich_text(0, 0, [("Email", bold), " Address"])
    sheet.write_rich_text(1, 0, ["ann", (".lee", bold), "@nhs.net"])
    sheet.write_rich_text(2, 0, ["Bob Ray <", ("bob.ray@nhs.net", bold), ">"])


def hidden_sheets(book):
    for name, visibility in [("Old", 1), ("Older", 2)]:
        hidden = book.add_sheet(name)
        hidden.write(0, 0, "Email Address")
        hidden.write(1, 0, f"{name}@nhs.net")
        hidden.visibility = visibility
    book.add_sheet("Notes").write(0, 0, "Read me first")
    write_people(book.add_sheet("Who, where & <when>"))
    book.active_sheet = 3


def titles_and_merged_cells(book):
    sheet = book.add_sheet("Members")
    sheet.write_merge(0, 0, 0, 4, "Members of the ward policy")
    sheet.write(1, 0, "As of")
    sheet.write(1, 1, datetime.datetime(2026, 1, 31, 9, 30), DATE)
    write_people(sheet, row=5)


def empty_rows_and_columns(book):
    write_people(book.add_sheet("Members"), row=7, column=4)


def many_strings(book):
    """More strings than fit in one record, so that some go on in the next, and in another encoding."""
    sheet = book.add_sheet("Members")
    sheet.write(0, 0, "Email Address")
    sheet.write(0, 1, "Notes")
    for row in range(1, 1001):
        sheet.write(row, 0, f"person{row}@nhs.net")
        sheet.write(row, 1, f"{row} " + ("ŵ" if row % 2 else "w") * (row % 97))


def no_rows(book):
    book.add_sheet("Members").write(0, 0, "Email Address")


CASES = {
    "plain": plain,
    "rich": rich,
    "hidden-sheets": hidden_sheets,
    "titles-and-merged-cells": titles_and_merged_cells,
    "empty-rows-and-columns": empty_rows_and_columns,
    "many-strings": many_strings,
    "no-rows": no_rows,
}


def main(folder):
    for name, fill in CASES.items():
        book = xlwt.Workbook()
        fill(book)
        book.save(str(folder / f"xlwt-{name}.xls"))


main(pathlib.Path(sys.argv[1]))
