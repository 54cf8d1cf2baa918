"""ODS, read as a stream: a file of a few bytes may say that a row repeats a million times."""

import datetime
import io
import re
import zipfile
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from .kinds import Kind, SheetError, cell_text, too_large, too_long, too_wide
from .limits import COLUMNS, CROWD, LAST_COLUMN, LAST_ROW, RAW
from .values import number_text, span_text, text_of

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
DEEPEST = 100  # elements inside each other; a document has a dozen
SPAN = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?")


def _name(short):
    space, local = short.split(":")
    return f"{{{NAMES[space]}}}{local}"


TABLE, ROW, SHEET = _name("table:table"), _name("table:table-row"), _name("office:spreadsheet")
STYLE = _name("style:style")
CELLS = (_name("table:table-cell"), _name("table:covered-table-cell"))
PARAGRAPH, SPACES, TAB, BREAK = _name("text:p"), _name("text:s"), _name("text:tab"), _name("text:line-break")
NOT_CONTENT = (_name("office:annotation"), _name("text:note"), _name("text:tracked-changes"))


def read_ods(content):
    """(number, cells, how many were read) of the rows of the first table that is shown; an empty one once."""
    try:
        yield from _rows(content)
    except (ParseError, DefusedXmlException, ValueError, OverflowError) as error:
        raise SheetError(_("The file is damaged and cannot be opened.")) from error


def _rows(content):
    hidden, number = set(), 0
    for above, element in _parts(content):
        if element.tag == STYLE:
            shown = element.find(_name("style:table-properties"))
            if shown is not None and shown.get(_name("table:display")) == "false":
                hidden.add(element.get(_name("style:name")))
        if element.tag not in (ROW, TABLE) or not _is_content(above):
            continue
        tables = [one for one in above if one.tag == TABLE]
        if element.tag == ROW and len(tables) == 1:
            if tables[0].get(_name("table:style-name")) not in hidden:
                if len(element) > LAST_COLUMN:
                    raise too_wide(number + 1)
                times = _times(element, "table:number-rows-repeated")
                cells, effort = _cells_of(element, number + 1), len(element)
                if not cells:
                    number += times
                    yield number, cells, effort
                for _again in range(times if cells else 0):  # whoever reads stops when there are too many
                    number += 1
                    yield number, cells, effort
                    effort = 0
                if number > LAST_ROW:
                    return
        elif element.tag == TABLE and not tables and number:  # the first one that is shown has ended
            return
    if not number:
        raise SheetError(_("The file holds no table."))


def _parts(content):
    """(elements around it, element) of all that end. What a row or a style holds is kept until then; nothing else."""
    above, held, inside, outside = [], None, 0, 0
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            above.append(element)
            if len(above) > DEEPEST:
                raise ValueError
            if held is None:
                outside += 1
                held, inside = (element, 0) if element.tag in (ROW, STYLE) else (None, 0)
            else:
                inside += 1
            if inside > CROWD or outside > CROWD:
                raise too_large()
            continue
        above.pop()
        if held is None or element is held:
            held = None
            yield above, element
            if above:
                del above[-1][:]


def _is_content(above):
    return any(one.tag == SHEET for one in above) and not any(one.tag.endswith("}tracked-changes") for one in above)


def _cells_of(row, number) -> list[str]:
    cells, empty = [], 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        times, text = _times(cell, "table:number-columns-repeated"), cell_text(_value_of(cell, number), number)
        if not text:
            empty += times
            continue
        if len(cells) + empty + times > COLUMNS:
            raise too_wide(number)
        cells += [""] * empty + [text] * times
        empty = 0
    return cells


def _times(element, name) -> int:
    times = int(element.get(_name(name), "1"))
    if times < 1:
        raise ValueError
    return times


def _value_of(cell, number) -> str:
    """By its kind; a kind we do not know is what is shown."""

    def given(name):
        value = cell.get(_name(f"office:{name}"))
        if value and len(value) > RAW:
            raise too_long(number)
        return value

    match given("value-type"):
        case "float" | "percentage" | "currency" if given("value"):
            return number_text(float(given("value")))
        case "date" if given("date-value"):
            moment = datetime.datetime.fromisoformat(given("date-value").rstrip("Z")[:26])
            return text_of(moment)
        case "time" if span := SPAN.fullmatch(given("time-value") or ""):
            sign, days, hours, minutes, seconds = span.groups(default="0")
            whole = datetime.timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=int(seconds))
            return span_text(-whole if sign == "-" else whole)
        case "boolean" if given("boolean-value"):
            return given("boolean-value")
        case "string" if given("string-value") is not None:
            return given("string-value")
    said, length = [], 0
    for paragraph in (part for part in cell if part.tag == PARAGRAPH):
        said += ["\n"] if said else []
        for text in _texts_of(paragraph):
            length += len(text) if isinstance(text, str) else text
            if length > RAW:
                raise too_long(number)
            said.append(text if isinstance(text, str) else " " * text)
    return "".join(said) or _formula_of(cell)


def _formula_of(cell):
    """The text of a formula that nothing was reckoned for."""
    return cell.get(_name("table:formula"), "").removeprefix("of:") if not cell.get(_name("office:value-type")) else ""


def _texts_of(element):
    """Pieces of the text of a paragraph, a number for so many blanks; other white space is one."""
    yield _collapsed(element.text)
    for part in element:
        if part.tag == SPACES:
            yield max(0, int(part.get(_name("text:c"), "1")))
        elif part.tag == TAB:
            yield "\t"
        elif part.tag == BREAK:
            yield "\n"
        elif part.tag not in NOT_CONTENT:
            yield from _texts_of(part)
        yield _collapsed(part.tail)


def _collapsed(text):
    return re.sub("[ \t\r\n]+", " ", text or "")


# --- writing -----------------------------------------------------------------------------------------

MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{Kind.ODS.content_type}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content office:version="1.3" '
    + " ".join(f'xmlns:{short}="{long}"' for short, long in NAMES.items())
    + "><office:body><office:spreadsheet><table:table table:name={name}>{rows}</table:table></office:spreadsheet>"
    "</office:body></office:document-content>"
)


def write_ods(header, rows) -> bytes:
    """A document of one table; every cell is text."""
    lines = "".join(
        f"<table:table-row>{''.join(_cell(cell) for cell in cells)}</table:table-row>" for cells in (header, *rows)
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        # First and not packed, so that programs know the kind by the first bytes.
        packed.writestr("mimetype", Kind.ODS.content_type, zipfile.ZIP_STORED)
        packed.writestr("content.xml", DOCUMENT.format(name=quoteattr(_("Table")), rows=lines))
        packed.writestr("META-INF/manifest.xml", MANIFEST)
    return target.getvalue()


def _cell(text):
    if not text:
        return "<table:table-cell/>"
    said = "".join(f"<text:p>{_paragraph(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'


def _paragraph(line):
    """Blanks in a row, and those at an end, would be lost."""
    kept = re.sub("^ | $| {2,}", lambda found: f'<text:s text:c="{len(found.group())}"/>', escape(line))
    return kept.replace("\t", "<text:tab/>")
