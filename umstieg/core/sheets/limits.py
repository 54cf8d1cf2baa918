"""How large a table may be."""

from umstieg.core.zips import MB, ZipLimits

BYTES = 10 * MB
ROWS = 20_000  # with something in them, below the header
COLUMNS = 200
CELL = 32_767  # characters; a spreadsheet program holds no more
RAW = 4 * CELL  # before blanks and escapes are taken out; nobody works on a longer one
TEXT = 20_000_000  # characters in all; a file names one text in a hundred thousand cells
CELLS = 1_000_000  # cells, empty ones too, that a file writes out
BLANK_ROWS = 100_000  # written out one by one; a program says how often one repeats
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576  # the last that a spreadsheet program has
CROWD = 300_000  # tags of XML in one row or one text, and around all of them; each is an object until its end
FORMAT = 1_000  # characters of a number format; a program allows 255
PACKED = ZipLimits(members=1_000, unpacked=64 * MB, ratio=600, tags=5_000_000)
