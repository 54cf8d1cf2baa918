"""XLSX. openpyxl finds the parts of a workbook and writes one; its cells are read here, so that each costs the same.

openpyxl would work through long strings, formulas and number formats anew for every cell or style that names them.
"""

import io
import re
import warnings
from functools import cache
from xml.parsers import expat

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl import DEFUSEDXML, Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import _find_workbook_part
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from umstieg.core.zips import for_pieces, unpack

from .kinds import SheetError, cell_text, cleaned, too_large, too_wide
from .limits import CELL, COLUMNS, CROWD, FORMAT, LAST_ROW, PACKED, RAW
from .values import text_of

if not DEFUSEDXML:
    raise ImportError("defusedxml is missing, and openpyxl would read XML without it.")


def _name(local):
    return f"{{{SHEET_MAIN_NS}}}{local}"


ROW, CELL_TAG, VALUE, FORMULA, INLINE = (_name(one) for one in ("row", "c", "v", "f", "is"))
STRING, TEXT, RUN, DATA = (_name(one) for one in ("si", "t", "r", "sheetData"))
# "_x0041_" means "A" to Excel; where somebody has typed it, its first character is written in this way.
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
# What is forgotten as soon as it has been read.
LET_GO = {f"{SHEET_MAIN_NS}}}row", f"{SHEET_MAIN_NS}}}si"}


def read_xlsx(opened):
    """(number, cells, how many were read) of the rows of the first table that is shown; the zip is looked at before."""
    try:
        _refuse_crowds(opened)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            yield from _rows(opened)
    except SheetError:
        raise
    # A crafted file may break anything; the person is told the same each time.
    except Exception as error:
        raise SheetError(_("The file is damaged and cannot be opened.")) from error


def _refuse_crowds(opened):
    """A row, or a text, is kept until its end: one of millions of cells would take gigabytes."""
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
            raise too_large()

    def _end(self, _tag):
        if self.depth:
            self.depth -= 1


def _rows(opened):
    book = _Book(opened)
    last = 0
    for number, found in book.rows():
        if not last < number <= LAST_ROW:
            raise SheetError(_("The file is damaged and cannot be opened."))
        last = number
        cells, effort = [], 0
        for column, text in found:
            effort += 1
            if not text:
                continue
            if column > COLUMNS:
                raise too_wide(number)
            if column <= len(cells):
                raise SheetError(_("The file is damaged and cannot be opened."))
            cells += [""] * (column - 1 - len(cells)) + [text]
        yield number, cells, effort


class _Book:
    """The first table that is shown, and what its cells point at."""

    def __init__(self, opened):
        self.opened = opened
        package = Manifest.from_tree(fromstring(unpack(opened, ARC_CONTENT_TYPES)))
        parser = WorkbookParser(opened, _find_workbook_part(package).PartName[1:], keep_links=False)
        parser.parse()
        self.epoch, self.table = parser.wb.epoch, self._shown(parser)
        strings = package.find(SHARED_STRINGS)
        self.strings = self._shared(strings.PartName[1:]) if strings is not None else []
        self.dates, self.spans = self._formats() if ARC_STYLE in opened.namelist() else (set(), set())
        self.formulas = {}

    def _shown(self, parser):
        there = set(self.opened.namelist())
        for sheet, found in parser.find_sheets():
            if sheet.state == "visible" and found.target in there and "chartsheet" not in found.Type:
                return found.target
        raise SheetError(_("The file holds no table."))

    def _shared(self, name):
        """The strings that cells share, cleaned once however many name them."""
        found = []
        with for_pieces(self.opened, name, PACKED) as source:
            for _event, element in iterparse(source, forbid_dtd=True):
                if element.tag == STRING:
                    text = _text_of(element)
                    if len(text) > RAW:
                        raise SheetError(_("A cell of the file holds too much text."))
                    found.append(cleaned(ESCAPED.sub("_", text)))
                    element.clear()
        return found

    def _formats(self):
        """The numbers of the styles that show a day or time, and of those that show a span of time."""
        styles = fromstring(unpack(self.opened, ARC_STYLE))
        own = {int(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(_name("numFmt"))}
        if any(len(code) > FORMAT for code in own.values()):
            raise SheetError(_("The file is damaged and cannot be opened."))
        is_date, is_span = cache(is_date_format), cache(is_timedelta_format)
        dates, spans = set(), set()
        for place, style in enumerate(styles.iterfind(f"{_name('cellXfs')}/{_name('xf')}")):
            number = int(style.get("numFmtId", "0"))
            code = own.get(number) or builtin_format_code(number)
            if is_date(code):
                dates.add(place)
            if is_span(code):
                spans.add(place)
        return dates, spans

    def rows(self):
        """(number, (column, text) of the cells that are there) of the rows that are there."""
        number = 0
        with for_pieces(self.opened, self.table, PACKED) as source:
            for _event, element in iterparse(source, forbid_dtd=True):
                if element.tag == ROW:
                    number = int(float(element.get("r", number + 1)))
                    yield number, self._cells(element, number)
                    element.clear()
                elif element.tag == DATA:
                    return

    def _cells(self, row, number):
        column = 0
        for cell in row.iterfind(CELL_TAG):
            place = cell.get("r")
            column = coordinate_to_tuple(place)[1] if place else column + 1
            yield column, self._text(cell, number)

    def _text(self, cell, number):
        kind, value = cell.get("t", "n"), cell.findtext(VALUE) or ""
        if kind == "inlineStr":
            inline = cell.find(INLINE)
            value = "" if inline is None else _text_of(inline)
        elif kind == "s" and value:
            value = self.strings[int(value)]
            return value or self._formula(cell, number)
        if not value:
            return self._formula(cell, number)
        if len(value) > RAW:
            return cell_text(value, number)  # which refuses it
        match kind:
            case "n":
                value = self._number(value, int(cell.get("s") or 0))
            case "b":
                value = bool(int(value))
            case "d":
                value = from_ISO8601(value)
            case _:
                value = ESCAPED.sub("_", value)
        return cell_text(text_of(value), number)

    def _number(self, text, style):
        value = float(text) if {*".eE"} & {*text} else int(text)
        if style not in self.dates:
            return value
        try:
            return from_excel(value, self.epoch, timedelta=style in self.spans)
        except (OverflowError, ValueError):
            return "#VALUE!"  # as a program shows what is no day

    def _formula(self, cell, number):
        """The text of a formula that nothing was reckoned for; of one that cells share, as it stands in the first."""
        formula = cell.find(FORMULA)
        if formula is None:
            return ""
        shared = formula.get("si") if formula.get("t") == "shared" else None
        if shared is not None and not formula.text:
            return self.formulas.get(shared, "=")
        text = cell_text(f"={formula.text or ''}", number)
        if shared is not None:
            self.formulas.setdefault(shared, text)
        return text


def _text_of(element):
    """Of a string, its text and that of its runs; how it is pronounced is not part of it."""
    pieces = [element.findtext(TEXT) or "", *(run.findtext(TEXT) or "" for run in element.iterfind(RUN))]
    return "".join(pieces)


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
