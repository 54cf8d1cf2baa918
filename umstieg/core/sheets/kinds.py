"""What a table is, whichever program it comes from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from umstieg.core.errors import DomainError

from .limits import CELL, COLUMNS, ROWS

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


def sheet_of(rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    """A table from (number, cells) of its rows in their order; whoever gives them has cleaned the cells."""
    header, header_number, found = None, 0, []
    for number, cells in rows:
        cells = _without_empty_end(cells)
        if not cells:
            continue
        if any(len(cell) > CELL for cell in cells):
            raise SheetError(_("A cell in row %(row)s holds too much text.") % {"row": number})
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


def too_wide(number) -> SheetError:
    facts = {"row": number, "number": COLUMNS}
    return SheetError(_("Row %(row)s has more than %(number)s columns.") % facts)


def _without_empty_end(cells):
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return list(cells[:last])
