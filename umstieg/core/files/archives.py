"""Documents that are ZIP archives: unpacked within limits in memory, and packed anew with nothing between the parts."""

import zipfile
from io import BytesIO

from .refusals import ADDED, BOMB, DAMAGED, EMBEDDED, LOCKED, Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes
MOST_RATIO = 200  # text of a document packs to a tenth, rarely to a fiftieth
SMALL = 1024 * 1024  # bytes, below which the ratio does not matter
LOCAL_HEADER = 30  # bytes, without name and extra
SIZES_BEHIND = 24  # bytes, at most
END_RECORD = b"PK\x05\x06"
END_BYTES = 22
ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NO_DATE = (1980, 1, 1, 0, 0, 0)
PACKED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"MZ",
    b"\x7fELF",
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def unpacked(content: bytes) -> dict[str, bytes]:
    """{name: content} of the parts in their order; raises Refused. Nothing is ever written under such a name."""
    if content[-END_BYTES:][:4] != END_RECORD or content[-2:] != b"\0\0":  # else a comment, or something behind it
        raise Refused(ADDED)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _must_be_small(entries)
        _must_lie_side_by_side(archive, content)
        parts = {}
        for entry in entries:
            _must_be_plain(entry, parts)
            with archive.open(entry) as opened:
                parts[entry.filename] = opened.read(MOST_UNPACKED)
    for part in parts.values():
        if part.startswith((*PACKED, OLD_OFFICE)):
            raise Refused(EMBEDDED)
    return parts


def packed(parts: dict[str, bytes], *, first: str = "") -> bytes:
    """An archive of the parts without dates or comments; `first` lies uncompressed at its beginning."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: name != first):
            method = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, NO_DATE), parts[name], compress_type=method)
    return written.getvalue()


def _must_be_small(entries):
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(BOMB)
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise Refused(BOMB)


def _must_lie_side_by_side(archive, content):
    """Every part has its own bytes, from the first byte of the file on: none is used twice, nothing lies between."""
    at = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        _must_begin(entry.header_offset, at)
        lengths = content[entry.header_offset + 26 : entry.header_offset + LOCAL_HEADER]
        name_and_extra = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        at = entry.header_offset + LOCAL_HEADER + name_and_extra + entry.compress_size
    _must_begin(archive.start_dir, at)


def _must_begin(begin, at):
    """Where the part before ends; a record of its sizes may stand between them."""
    if begin < at:
        raise Refused(BOMB)
    if begin > at + SIZES_BEHIND:
        raise Refused(ADDED)


def _must_be_plain(entry, parts):
    name = entry.filename
    if entry.flag_bits & ENCRYPTED:
        raise Refused(LOCKED)
    steps = name.split("/")
    is_odd = name != entry.orig_filename or "\\" in name or ":" in name or not name.isprintable()
    if is_odd or ".." in steps or "" in steps or name in parts or entry.compress_type not in METHODS:
        raise Refused(DAMAGED)
