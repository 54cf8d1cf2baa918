"""What a table is, whichever program it comes from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from umstieg.core.errors import DomainError

from .limits import BLANK_ROWS, CELL, CELLS, COLUMNS, RAW, ROWS, TEXT

# What XML cannot hold, and what no person has typed: control characters, lone halves of pairs, non-characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?")


class Kind(Enum):
    """A kind of file: its extension and how it is named to a browser."""

    XLSX = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ODS = ("ods", "application/vnd.oasis.opendocument.spreadsheet")
    CSV = ("csv", "text/csv; charset=utf-8")

    def __init__(self, extension, content_type):
        self.extension, self.content_type = extension, content_type


class SheetError(DomainError):
    """The file cannot be read, or is larger than we read. The message repeats nothing of what it holds."""


@dataclass(frozen=True)
class Row:
    """A row with its number in the program of whoever has made it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table: its header, and the rows below that have anything in them, each as wide as the header."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_number: int = 1


def cleaned(text) -> str:
    """Text as it is kept in a table: without control characters and blanks around it, line ends as \\n."""
    return UNFIT.sub("", LINE_ENDS.sub("\n", str(text))).strip()


def cell_text(text, number) -> str:
    """The text of a cell, cleaned; one that is longer than any program writes is refused before."""
    if len(text) > RAW:
        raise too_long(number)
    return cleaned(text)


def sheet_of(rows: Iterable[tuple[int, list[str], int]]) -> Sheet:
    """A table from its rows in their order: number, cleaned cells, and how many cells had to be read for them."""
    header, header_number, found = None, 0, []
    read = blank = size = 0
    for number, cells, effort in rows:
        cells, read = _without_empty_end(cells), read + effort
        if read > CELLS:
            raise SheetError(_("The table has more than %(number)s cells. Please divide it.") % {"number": CELLS})
        if not cells:
            blank += 1
            if blank > BLANK_ROWS:
                facts = {"number": BLANK_ROWS}
                raise SheetError(_("The table has more than %(number)s empty rows. Please delete them.") % facts)
            continue
        lengths = [len(cell) for cell in cells]
        size += sum(lengths)
        if max(lengths) > CELL:
            raise too_long(number)
        if size > TEXT:
            raise too_large()
        if len(cells) > COLUMNS:
            raise too_wide(number)
        if header is None:
            header, header_number = cells, number
            continue
        if len(cells) > len(header):
            raise SheetError(_("Row %(row)s has more columns than the header.") % {"row": number})
        if len(found) == ROWS:
            raise SheetError(_("The table has more than %(number)s rows. Please divide it.") % {"number": ROWS})
        found.append(Row(number, (*cells, *[""] * (len(header) - len(cells)))))
    if header is None:
        raise SheetError(_("The table is empty."))
    return Sheet(tuple(header), tuple(found), header_number)


def too_long(number) -> SheetError:
    return SheetError(_("A cell in row %(row)s holds too much text.") % {"row": number})


def too_large() -> SheetError:
    return SheetError(_("The file is too large once it is unpacked."))


def too_wide(number) -> SheetError:
    facts = {"row": number, "number": COLUMNS}
    return SheetError(_("Row %(row)s has more than %(number)s columns.") % facts)


def _without_empty_end(cells):
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return list(cells[:last])
