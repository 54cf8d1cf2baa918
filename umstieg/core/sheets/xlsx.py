"""XLSX by openpyxl. Its reader of rows is asked for the cells that are there, not for a grid that a file makes up."""

import io
import re
import warnings
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import DEFUSEDXML, Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from umstieg.core.zips import unpack

from .kinds import SheetError, cleaned, too_wide
from .limits import CELL, COLUMNS, CROWD, LAST_ROW
from .values import text_of

if not DEFUSEDXML:
    raise ImportError("defusedxml is missing, and openpyxl would read XML without it.")

# "_x0041_" means "A" to Excel; where somebody has typed it, its first character is written in this way.
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
# What openpyxl forgets as soon as it has read it.
LET_GO = {f"{SHEET_MAIN_NS}}}row", f"{SHEET_MAIN_NS}}}si"}


def read_xlsx(content: bytes, opened):
    """(number, cells) of the rows of the first table that is shown. `opened` is the zip file, looked at already."""
    try:
        _refuse_crowds(opened)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            yield from _rows(content)
    except SheetError:
        raise
    # A crafted file may break openpyxl anywhere; the person is told the same each time.
    except Exception as error:
        raise SheetError(_("The file is damaged and cannot be opened.")) from error


def _refuse_crowds(opened):
    """openpyxl keeps a row, or a text, until its end: one of millions of cells would take gigabytes."""
    for name in opened.namelist():
        if name.lower().endswith((".xml", ".rels")):
            content = unpack(opened, name)
            if content.count(b"<") > CROWD:  # else there is none to be found
                _Crowds().read(content)


class _Crowds:
    """Counts the elements that are kept together: those inside of a row or a text, and all that are in neither."""

    def __init__(self):
        self.depth = self.inside = self.outside = 0

    def read(self, content):
        reader = expat.ParserCreate(namespace_separator="}")
        reader.StartElementHandler, reader.EndElementHandler = self._begin, self._end
        reader.Parse(content, True)

    def _begin(self, tag, _facts):
        if self.depth:
            self.depth += 1
            self.inside += 1
        elif tag in LET_GO:
            self.depth, self.inside = 1, 0
        else:
            self.outside += 1
        if self.inside > CROWD or self.outside > CROWD:
            raise SheetError(_("The file is too large once it is unpacked."))

    def _end(self, _tag):
        if self.depth:
            self.depth -= 1


def _rows(content):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        shown = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if shown is None:
            raise SheetError(_("The file holds no table."))
        formulas = _formulas(book, shown)
        last = 0
        for number, found in _cells(book, shown, data_only=True):
            if not last < number <= LAST_ROW:
                raise SheetError(_("The file is damaged and cannot be opened."))
            last = number
            cells = []
            for cell in found:
                value = cell["value"]
                text = cleaned(ESCAPED.sub("_", value)) if isinstance(value, str) else cleaned(text_of(value))
                text = text or formulas.get((number, cell["column"]), "")
                if not text:
                    continue
                if cell["column"] > COLUMNS:
                    raise too_wide(number)
                if cell["column"] <= len(cells):
                    raise SheetError(_("The file is damaged and cannot be opened."))
                cells += [""] * (cell["column"] - 1 - len(cells)) + [text]
            yield number, cells
    finally:
        book.close()


def _formulas(book, sheet) -> dict:
    """The text of formulas that nothing was reckoned for: a file that no program has saved."""
    with sheet._get_source() as source:
        if b"<f" not in source.read():
            return {}
    reckoned = {
        (number, cell["column"])
        for number, found in _cells(book, sheet, data_only=True)
        for cell in found
        if cell["value"] not in (None, "")
    }
    found = {}
    for number, cells in _cells(book, sheet, data_only=False):
        for cell in cells:
            place = number, cell["column"]
            if cell["data_type"] == "f" and place not in reckoned:
                found[place] = cleaned(getattr(cell["value"], "text", cell["value"]) or "")
    return found


def _cells(book, sheet, *, data_only):
    """(number, cells that are there) of the rows that are there."""
    with sheet._get_source() as source:
        reader = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        yield from reader.parse()


def write_xlsx(header, rows) -> bytes:
    """A workbook of one table; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for cells in (header, *rows):
        sheet.append([_text_cell(sheet, cell) if cell else None for cell in cells])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _text_cell(sheet, value):
    text = LOOKS_ESCAPED.sub("_x005F_", value)
    if len(text) > CELL:  # openpyxl would cut it
        raise ValueError("A cell holds more text than XLSX can.")
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
