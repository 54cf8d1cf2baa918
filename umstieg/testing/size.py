"""How much of a long walk one run takes: all of it where UMSTIEG_WHOLE=1 (`make test WHOLE=1`, the checks of the
repository), else a part that is the same every time. Every rule is held at either size.
"""

import os
import zlib

WHOLE = os.environ.get("UMSTIEG_WHOLE") == "1"


def some_of(things, one_in: int, key: str = "") -> list:
    """All of them, or every so-manieth; `key` says with which to begin."""
    things = list(things)
    return things if WHOLE else things[zlib.crc32(key.encode()) % one_in :: one_in]


def one_of(things, key: str) -> list:
    """All of them, or the one that falls to `key`."""
    things = list(things)
    return things if WHOLE else [things[zlib.crc32(key.encode()) % len(things)]]
