"""Writes the workbooks of the benchmark into a folder: 100,000 rows as several programs write them, and hostile ones."""

import datetime
import io
import os
import sys
import zipfile

import openpyxl
import xlsxwriter

ROWS = 100_000
HEADINGS = ["Name", "Email Address", "Team", "Staff number"]


def address(row):
    return f"first{row % 977}.last{row}@trust{row % 40}.nhs.uk"


def simple_rows():
    yield HEADINGS
    for row in range(ROWS):
        yield [f"Person {row}", address(row), f"Ward {row % 40}", row * 7]


def by_xlsxwriter(path, constant_memory):
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as workbook:
        sheet = workbook.add_worksheet("Members")
        for number, cells in enumerate(simple_rows()):
            sheet.write_row(number, 0, cells)


def by_openpyxl(path):
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Members")
    for cells in simple_rows():
        sheet.append(cells)
    workbook.save(path)


def excel_like(path):
    """Shared strings, a style on every cell, many columns, dates and a formula: as Excel saves a real list."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Staff")
        text = workbook.add_format({"font_name": "Arial", "border": 1})
        date = workbook.add_format({"num_format": "dd/mm/yyyy", "border": 1})
        heading = workbook.add_format({"bold": True, "bg_color": "#005eb8", "font_color": "#ffffff"})
        sheet.set_column(0, 8, 22)
        sheet.freeze_panes(1, 0)
        names = ["Staff number", "Surname", "First name", "Email Address", "Job title", "Ward", "Start date", "FTE", "Hours"]
        sheet.write_row(0, 0, names, heading)
        start = datetime.date(2001, 1, 1)
        for row in range(ROWS):
            number = row + 1
            sheet.write_number(number, 0, 4_000_000 + row * 7, text)
            sheet.write_string(number, 1, f"Surname{row % 5003}", text)
            sheet.write_string(number, 2, f"Forename{row % 977}", text)
            sheet.write_string(number, 3, address(row), text)
            sheet.write_string(number, 4, f"Job title {row % 120}", text)
            sheet.write_string(number, 5, f"Ward {row % 40}", text)
            sheet.write_datetime(number, 6, start + datetime.timedelta(days=row % 8000), date)
            sheet.write_number(number, 7, (row % 5) / 4, text)
            sheet.write_formula(number, 8, f"=H{number + 1}*37.5", text, (row % 5) / 4 * 37.5)
        sheet.autofilter(0, 0, ROWS, 8)


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Email Address</t></is></c></row>'


def with_sheet(path, write_sheet):
    """A workbook around a sheet part that is written piece by piece."""
    empty = io.BytesIO()
    with xlsxwriter.Workbook(empty) as workbook:
        workbook.add_worksheet("Members")
    source = zipfile.ZipFile(empty)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, source.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            part.write((SHEET + HEADER).encode())
            for piece in write_sheet():
                part.write(piece.encode())
            part.write(b"</sheetData></worksheet>")


def zip_bomb():
    row = "<row><c t=\"inlineStr\"><is><t>" + "a" * 30_000 + "</t></is></c></row>"
    for _ in range(40_000):
        yield row


def unpacked_to_the_limit():
    """Just over 256 MB of ordinary rows."""
    for start in range(0, 99_000, 1000):
        yield "".join(
            f'<row r="{n + 2}"><c r="A{n + 2}" t="inlineStr"><is><t>{address(n)}</t></is></c>'
            f'<c r="B{n + 2}" t="inlineStr"><is><t>{"note " * 550}</t></is></c></row>'
            for n in range(start, start + 1000)
        )


def last_cell():
    yield '<row r="2"><c r="A2" t="inlineStr"><is><t>ann@nhs.net</t></is></c></row>'
    yield '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'


def styled_empty_rows():
    yield '<row r="2"><c r="A2" t="inlineStr"><is><t>ann@nhs.net</t></is></c></row>'
    for row in range(3, 1_000_003):
        yield f'<row r="{row}" spans="1:3" s="1" customFormat="1" ht="15"><c r="A{row}" s="1"/><c r="B{row}" s="1"/><c r="C{row}" s="1"/></row>'


def endless_tags():
    yield "<" * 50_000_000


def truncated(path, source):
    with open(source, "rb") as whole, open(path, "wb") as part:
        part.write(whole.read()[: os.path.getsize(source) // 2])


def encrypted(path):
    names = "".join("Root Entry\0" + "EncryptionInfo\0" + "EncryptedPackage\0")
    with open(path, "wb") as file:
        file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.encode("utf-16-le") + os.urandom(2_000_000))


FILES = {
    "inline.xlsx": lambda path: by_xlsxwriter(path, True),
    "shared.xlsx": lambda path: by_xlsxwriter(path, False),
    "openpyxl.xlsx": by_openpyxl,
    "excel-like.xlsx": excel_like,
    "hostile-bomb.xlsx": lambda path: with_sheet(path, zip_bomb),
    "hostile-256-mb.xlsx": lambda path: with_sheet(path, unpacked_to_the_limit),
    "hostile-last-cell.xlsx": lambda path: with_sheet(path, last_cell),
    "hostile-empty-rows.xlsx": lambda path: with_sheet(path, styled_empty_rows),
    "hostile-tags.xlsx": lambda path: with_sheet(path, endless_tags),
    "hostile-truncated.xlsx": lambda path: truncated(path, os.path.join(os.path.dirname(path), "inline.xlsx")),
    "hostile-encrypted.xlsx": encrypted,
}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, write in FILES.items():
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            print("writing", name, flush=True)
            write(path + ".part")
            os.rename(path + ".part", path)


main(sys.argv[1])
