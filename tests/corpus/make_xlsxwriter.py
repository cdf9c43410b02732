"""Workbooks as XlsxWriter writes them. Called with the folder to write into."""

import datetime
import json
import pathlib
import sys

import xlsxwriter

HERE = pathlib.Path(__file__).parent
PEOPLE = json.loads((HERE / "people.json").read_text(encoding="utf-8"))


def write_people(book, sheet, row=0, column=0):
    """Writes the people, their heading into that cell."""
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for index, cells in enumerate(PEOPLE):
        for offset, cell in enumerate(cells):
            at = row + index, column + offset
            if isinstance(cell, dict):
                day = datetime.datetime.fromisoformat(cell["date"])
                sheet.write_datetime(*at, day, date)
            elif isinstance(cell, str):
                sheet.write_string(*at, cell)
            elif cell is not None:
                sheet.write(*at, cell)


def plain(book):
    write_people(book, book.add_worksheet("Members"))


def rich(book):
    sheet = book.add_worksheet()
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet.write_rich_string("A1", bold, "Email", " ", red, "Address")
    sheet.write_rich_string("A2", "ann", bold, ".lee", red, "@nhs.net")
    sheet.write_rich_string("A3", "Bob Ray <", bold, "bob.ray@nhs.net", ">")


def formulas(book):
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["Name", "Email Address"])
    sheet.write("A2", "ann")
    sheet.write_formula("B2", '=A2&".lee@nhs.net"', None, "ann.lee@nhs.net")
    sheet.write("A3", "bob")
    sheet.write_array_formula("B3:B3", '{=A3&".ray@nhs.net"}', None, "bob.ray@nhs.net")
    sheet.write("A4", "cy")
    sheet.write_formula("B4", "=1/0", None, "#DIV/0!")
    sheet.write("A5", "dee")
    sheet.write_formula("B5", "=LEN(A5)", None, 3)


def links(book):
    sheet = book.add_worksheet()
    sheet.write("A1", "Email Address")
    sheet.write_url("A2", "mailto:ann.lee@nhs.net", string="ann.lee@nhs.net")
    sheet.write_url("A3", "mailto:bob.ray@nhs.net")
    sheet.write_formula("A4", '=HYPERLINK("mailto:cy.doe@nhs.net")', None, "mailto:cy.doe@nhs.net")


def hidden_sheets(book):
    hidden = book.add_worksheet("Old")
    hidden.write_column("A1", ["Email Address", "old@nhs.net"])
    very_hidden = book.add_worksheet("Older")
    very_hidden.write_column("A1", ["Email Address", "older@nhs.net"])
    book.add_worksheet("Notes").write("A1", "Read me first")
    members = book.add_worksheet("Who, where & <when>")
    write_people(book, members)
    members.activate()
    members.set_first_sheet()
    hidden.hide()
    very_hidden.very_hidden()


def chart_sheet(book):
    data = book.add_worksheet("Figures")
    data.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Figures!$A$1:$A$3"})
    book.add_chartsheet("Chart").set_chart(chart)
    write_people(book, book.add_worksheet("Members"))


def titles_and_merged_cells(book):
    sheet = book.add_worksheet()
    sheet.merge_range("A1:E1", "Members of the ward policy", book.add_format({"bold": True}))
    sheet.write("A2", "As of")
    moment = book.add_format({"num_format": "d mmm yyyy hh:mm"})
    sheet.write_datetime("B2", datetime.datetime(2026, 1, 31, 9, 30), moment)
    sheet.merge_range("A3:B4", "")
    write_people(book, sheet, row=5)


def empty_rows_and_columns(book):
    write_people(book, book.add_worksheet(), row=7, column=4)


def table(book):
    """A table of Excel's own, with a filter and a row of totals."""
    sheet = book.add_worksheet()
    sheet.add_table(
        "B2:C5",
        {
            "data": [["Ann", "ann.lee@nhs.net"], ["Bob", "bob.ray@nhs.net"], ["Cy", "cy.doe@nhs.net"]],
            "columns": [{"header": "Name"}, {"header": "Email Address"}],
        },
    )


def comments_and_pictures(book):
    sheet = book.add_worksheet()
    sheet.write_column("A1", ["Email Address", "ann.lee@nhs.net"])
    sheet.write_comment("A1", "One address in each row")
    sheet.write_comment("A2", "ann.left@nhs.net")
    sheet.data_validation("A2:A9", {"validate": "length", "criteria": "<", "value": 99})
    sheet.conditional_format("A2:A9", {"type": "duplicate", "format": book.add_format({"bold": 1})})


def control_characters(book):
    sheet = book.add_worksheet()
    cells = ["Email Address", "ann.lee@nhs.net\r\n", "\u200bbob.ray\u00a0@nhs.net", "cy_x000D_@nhs.net", "dee\x07@nhs.net"]
    sheet.write_column("A1", cells)


def far_corner(book):
    sheet = book.add_worksheet()
    sheet.write_column("A1", ["Email Address", "ann.lee@nhs.net"])
    sheet.write("XFD1048576", "far")


CASES = {
    "plain": plain,
    "rich": rich,
    "formulas": formulas,
    "links": links,
    "hidden-sheets": hidden_sheets,
    "chart-sheet": chart_sheet,
    "titles-and-merged-cells": titles_and_merged_cells,
    "empty-rows-and-columns": empty_rows_and_columns,
    "table": table,
    "comments-and-pictures": comments_and_pictures,
    "control-characters": control_characters,
    "far-corner": far_corner,
}


def main(folder):
    for name, fill in CASES.items():
        with xlsxwriter.Workbook(folder / f"xlsxwriter-{name}.xlsx") as book:
            fill(book)
    # With inline strings, and with days counted from 1904.
    for name, options in {"inline": {"constant_memory": True}, "1904": {"date_1904": True}}.items():
        with xlsxwriter.Workbook(folder / f"xlsxwriter-{name}.xlsx", options) as book:
            plain(book)
    with xlsxwriter.Workbook(folder / "xlsxwriter-zip64.xlsx") as book:
        book.use_zip64()
        plain(book)


main(pathlib.Path(sys.argv[1]))
