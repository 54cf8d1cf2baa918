"""Writing a table."""

from collections.abc import Iterable, Sequence

from .csvs import write_csv
from .kinds import Kind, cleaned
from .ods import write_ods
from .values import text_of
from .xlsx import write_xlsx

WRITERS = {Kind.XLSX: write_xlsx, Kind.ODS: write_ods, Kind.CSV: write_csv}


def write_sheet(kind: Kind, header: Sequence, rows: Iterable[Sequence]) -> bytes:
    """The bytes of a file with a header and rows. What is no text yet is written as it would be read."""
    return WRITERS[kind](_texts(header), map(_texts, rows))


def _texts(cells):
    return [cleaned(text_of(cell)) for cell in cells]
