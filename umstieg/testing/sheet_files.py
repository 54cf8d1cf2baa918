"""Files of tables for tests: as programs write them, and made by hand to do harm."""

import io
import zipfile

import openpyxl
import pytest

from umstieg.core.sheets import Kind, SheetError, read_sheet, write_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(content, kind=Kind.XLSX):
    return read_sheet(content, f"Partner.{kind.extension}")


def cells(content, kind=Kind.XLSX):
    sheet = read(content, kind)
    return [list(sheet.header), *(list(row.cells) for row in sheet.rows)]


def xlsx(*rows, change=lambda book: None):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            book.active.cell(number, column, value)
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(content, **members):
    """A zip file with some members exchanged or added; {"content.xml": bytes}."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, held in members.items():
            new.writestr(name, held)
    return target.getvalue()


def member(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name).decode()


def ods(rows_of_xml, before="", styles=""):
    """A document with these rows, written by hand."""
    plain = write_sheet(Kind.ODS, ["A"], [])
    document = member(plain, "content.xml")
    begin, end = document.index("<table:table "), document.index("</office:spreadsheet>")
    document = document[:begin] + before + f'<table:table table:name="T">{rows_of_xml}</table:table>' + document[end:]
    document = document.replace("<office:body>", f"{styles}<office:body>")
    return repacked(plain, **{"content.xml": document})


def ods_row(*values, repeated=1):
    held = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in values
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{held}</table:table-row>'


def refused(content, kind=Kind.XLSX, name=None):
    with pytest.raises(SheetError) as caught:
        read_sheet(content, name or f"Partner.{kind.extension}")
    return str(caught.value.message)


def shared(string, cells, beside=""):
    """A workbook of so many rows that name one string."""
    plain = xlsx(["A"])
    xml = member(plain, "xl/worksheets/sheet1.xml")
    begin, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    rows = "".join(f'<row r="{number}"><c t="s"><v>0</v></c>{beside}</row>' for number in range(1, cells + 1))
    held = f'<sst xmlns="{MAIN}"><si><t xml:space="preserve">{string}</t></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = member(plain, "[Content_Types].xml").replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    book = {"xl/worksheets/sheet1.xml": xml[:begin] + f"<sheetData>{rows}" + xml[end:], "xl/sharedStrings.xml": held}
    return repacked(plain, **book, **{"[Content_Types].xml": types})
