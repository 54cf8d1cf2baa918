"""How large a table may be."""

from umstieg.core.zips import MB, ZipLimits

BYTES = 10 * MB
ROWS = 20_000  # with something in them, below the header
COLUMNS = 200
CELL = 32_767  # characters; a spreadsheet program holds no more
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576  # the last that a spreadsheet program has
CROWD = 300_000  # tags of XML in one row or one text; openpyxl makes an object of half a kilobyte of each
PACKED = ZipLimits(members=1_000, unpacked=64 * MB, ratio=600, tags=5_000_000)
