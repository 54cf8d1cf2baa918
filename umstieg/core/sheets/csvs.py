"""CSV: of German Excel (semicolons, cp1252 or UTF-8 with BOM), of others (commas, tabs), and of our own."""

import csv
import io
import re

from django.utils.translation import gettext as _

from .kinds import SheetError, cleaned, too_long, too_wide
from .limits import LAST_COLUMN, RAW

DELIMITERS = ";,\t"  # the first of those that divide the first line most often
MARKED = re.compile("sep=(.)\r?\n?")  # Excel's own first line, which it does not show
# What a spreadsheet program takes for a formula, also in full width; with apostrophes before it, it has been disarmed.
RISKY = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
DISARMED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
BOM = "\ufeff"


def read_csv(content: bytes):
    """(number, cells, how many) of every row. A cell with line breaks is one row, as in the program."""
    text = _decoded(content)
    if marked := MARKED.match(text):
        text, delimiter = text[marked.end() :], marked.group(1)
    else:
        delimiter = _delimiter_of(text)
    csv.field_size_limit(RAW)
    number, reader = 0, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > LAST_COLUMN:
                raise too_wide(number)
            yield number, [cleaned(armed(cell)) for cell in cells], len(cells)
    except csv.Error as error:  # it minds nothing else
        raise too_long(number + 1) from error


def write_csv(header, rows) -> bytes:
    """Semicolons and UTF-8 with BOM, as German Excel opens it by a double click."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in (header, *rows):
        writer.writerow([disarmed(cell) for cell in cells])
    return (BOM + target.getvalue()).encode()


def disarmed(text: str) -> str:
    """With an apostrophe before what a program would reckon, and before one that would be taken off again."""
    return f"'{text}" if RISKY.match(text) else text


def armed(text: str) -> str:
    """As it was before `disarmed`."""
    return text[1:] if DISARMED.match(text) else text


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError(_("The file is no text that we can read. Please save it as CSV in UTF-8."))


def _delimiter_of(text):
    """Looks at the first line that is not empty, outside of quotation marks."""
    lines = re.split("[\r\n]+", re.sub('"[^"]*"', "", text[:100_000]))
    line = next((line for line in lines if line.strip()), "")
    return max(DELIMITERS, key=line.count)
