"""Tables of spreadsheet programs: reading what people bring, writing what they take along. XLSX, ODS and CSV.

    sheet = read_sheet(upload.read(), upload.name)       # SheetError, a DomainError, has a message for the person
    sheet.header                                         # ("Name", "Ort", …)
    for row in sheet.rows:
        row.number                                       # as the person sees it in her program, for messages
        row.cells                                        # text, as many as the header has columns
    content = write_sheet(Kind.XLSX, ["Name", "Ort"], rows)
    Kind.XLSX.content_type, Kind.XLSX.extension          # for the answer

What is read: the first table that is not hidden. The first row with anything in it is the header; empty rows are left
out but counted. Every cell is text without blanks around it:

    a whole number      "42"                    (an account number keeps no zeros in front: that is the program's doing)
    another number      "3.5", with a point; as many digits as tell it from its neighbours
    a date              "2026-11-26"; with a time of day "2026-11-26 10:30" (seconds only where there are some)
    a time of day       "10:30"; a span of time in hours and minutes, "30:15"
    yes and no          "true", "false"
    a formula           what the program last reckoned; its text where nothing was
    an error            as the program shows it, "#N/A"

Line breaks are "\n"; control characters are taken out. Limits stand in `limits.py`.

What is written is text in every cell, so that a program reckons nothing: `=1+1` stays what it is. CSV knows no kinds of
cells; there an apostrophe stands before whatever a program would take for a formula, and is taken off again when read.
So what was written is read again as it was, in all three.
"""

from .kinds import Kind, Row, Sheet, SheetError, cleaned
from .reading import read_sheet
from .writing import write_sheet

__all__ = ["Kind", "Row", "Sheet", "SheetError", "cleaned", "read_sheet", "write_sheet"]
