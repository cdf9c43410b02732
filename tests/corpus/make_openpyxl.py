"""Workbooks as openpyxl writes them. Called with the folder to write into."""

import datetime
import json
import pathlib
import sys

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

HERE = pathlib.Path(__file__).parent
PEOPLE = json.loads((HERE / "people.json").read_text(encoding="utf-8"))


def value(cell):
    """What a cell of people.json is in Python."""
    return datetime.date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell


def write_people(sheet, row=1, column=1):
    """Writes the people, their heading into that cell."""
    for index, cells in enumerate(PEOPLE):
        for offset, cell in enumerate(cells):
            if cell is not None:
                written = sheet.cell(row + index, column + offset, value(cell))
                if cell == "=1+1":
                    written.data_type = "s"


def plain(book):
    write_people(book.active)


def rich(book):
    sheet = book.active
    bold, red = InlineFont(b=True), InlineFont(color="FF0000")
    sheet["A1"] = CellRichText(TextBlock(bold, "Email"), " ", TextBlock(red, "Address"))
    sheet["A2"] = CellRichText("ann", TextBlock(bold, ".lee"), TextBlock(red, "@nhs.net"))
    sheet["A3"] = CellRichText("Bob Ray <", TextBlock(bold, "bob.ray@nhs.net"), ">")


def formulas_without_values(book):
    """openpyxl does not compute: what a formula gives is not in the file until Excel has opened it."""
    sheet = book.active
    sheet.append(["Name", "Email Address"])
    sheet.append(["ann", '=A2&".lee@nhs.net"'])
    sheet.append(["bob", "bob.ray@nhs.net"])


def links(book):
    sheet = book.active
    sheet.append(["Email Address"])
    for name in ["ann.lee", "bob.ray"]:
        sheet.append([f"{name}@nhs.net"])
        sheet.cell(sheet.max_row, 1).hyperlink = f"mailto:{name}@nhs.net"
        sheet.cell(sheet.max_row, 1).style = "Hyperlink"


def hidden_sheets(book):
    hidden = book.active
    hidden.title = "Old"
    hidden.append(["Email Address"])
    hidden.append(["old@nhs.net"])
    hidden.sheet_state = "hidden"
    very_hidden = book.create_sheet("Older")
    very_hidden.append(["Email Address"])
    very_hidden.append(["older@nhs.net"])
    very_hidden.sheet_state = "veryHidden"
    book.create_sheet("Notes").append(["Read me first"])
    members = book.create_sheet("Who, where & <when>")
    write_people(members)
    book.active = members


def titles_and_merged_cells(book):
    sheet = book.active
    sheet["A1"] = "Members of the ward policy"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "As of"
    sheet["B2"] = datetime.datetime(2026, 1, 31, 9, 30)
    sheet.merge_cells("A3:B4")
    write_people(sheet, row=6)


def empty_rows_and_columns(book):
    write_people(book.active, row=8, column=5)


def many_styled_cells(book):
    """As sheets of Google are exported: a thousand rows and 26 columns that have a style and nothing else."""
    sheet = book.active
    font, fill = Font(name="Arial", size=10), PatternFill("solid", fgColor="FFFFFF")
    write_people(sheet)
    for row in sheet.iter_rows(min_row=1, max_row=1000, min_col=1, max_col=26):
        for cell in row:
            cell.font, cell.fill = font, fill


def heading(text):
    def make(book):
        book.active.append(["Name", text])
        book.active.append(["Ann", "ann.lee@nhs.net"])

    return make


def two_candidates(book):
    book.active.append(["Email Address", "Name", "Email address"])
    book.active.append(["ann.lee@nhs.net", "Ann", "ann@example.com"])


def no_candidate(book):
    book.active.append(["Name", "Contact"])
    book.active.append(["Ann", "ann.lee@nhs.net"])


def one_row(book):
    book.active.append(["Email Address"])
    book.active.append(["ann.lee@nhs.net"])


def no_rows(book):
    book.active.append(["Email Address"])


def empty(_book):
    pass


def long_texts(book):
    sheet = book.active
    sheet.append(["Name", "Email Address"])
    sheet.append(["n" * 32_767, "a" * 64 + "@nhs.net"])
    sheet.append(["é" * 20_000, "a" * 65 + "@nhs.net"])
    sheet.append(["x", "b" * 32_767])


def other_values(book):
    """Numbers, dates, truth values and errors where an address should be."""
    sheet = book.active
    sheet.append(["Email Address", "Name"])
    for cell in [12345, datetime.date(2024, 3, 1), True, "#N/A", "ann.lee@nhs.net"]:
        sheet.append([cell, "x"])


CASES = {
    "plain": plain,
    "rich": rich,
    "formulas-without-values": formulas_without_values,
    "links": links,
    "hidden-sheets": hidden_sheets,
    "titles-and-merged-cells": titles_and_merged_cells,
    "empty-rows-and-columns": empty_rows_and_columns,
    "many-styled-cells": many_styled_cells,
    "heading-e-mail": heading("E-mail"),
    "heading-email": heading(" EMAIL "),
    "heading-upn": heading("uPn"),
    "heading-user-principal-name": heading("User principal name"),
    "heading-spaced": heading("e-Mail \n address:"),
    "two-candidates": two_candidates,
    "no-candidate": no_candidate,
    "one-row": one_row,
    "no-rows": no_rows,
    "empty": empty,
    "long-texts": long_texts,
    "other-values": other_values,
}


def main(folder):
    for name, fill in CASES.items():
        book = Workbook()
        fill(book)
        book.save(folder / f"openpyxl-{name}.xlsx")

    # The way to write many rows, which knows no sheet before it is written.
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    for cells in PEOPLE:
        sheet.append([None if cell == "=1+1" else value(cell) for cell in cells])
    book.save(folder / "openpyxl-write-only.xlsx")


main(pathlib.Path(sys.argv[1]))
