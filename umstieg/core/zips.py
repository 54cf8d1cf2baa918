"""Looking at a zip file before any library opens it: bombs and what no office program writes are refused.

Spreadsheets and text documents are zip files of XML. What a file says of its own sizes is believed no further than it
is true: Python's zipfile never unpacks more of a member than its entry says, and what is said is limited here.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from .errors import DomainError

MB = 1024 * 1024
ENCRYPTED = 0x1
BROKEN = (KeyError, ValueError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error)


class UnsafeZip(DomainError):
    """The file is broken, or made so that it would do harm when it is opened."""


@dataclass(frozen=True)
class ZipLimits:
    """What a file may hold: members, bytes unpacked, how many times a large member may grow, and tags of XML."""

    members: int = 1_000
    unpacked: int = 64 * MB
    ratio: int = 600
    free: int = MB  # a member up to this size may be as dense as it likes
    tags: int = 5_000_000  # each becomes an object of some hundred bytes
    token: int = MB // 2  # bytes of one tag or comment; a reader begins a longer one anew with every piece it gets


def open_zip(content: bytes, limits: ZipLimits = ZipLimits()) -> zipfile.ZipFile:
    """The zip file, looked at but not unpacked. Raises UnsafeZip with a message for the person."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise UnsafeZip(_("The file is damaged and cannot be opened.")) from error
    members = opened.infolist()
    if len(members) > limits.members or sum(one.file_size for one in members) > limits.unpacked:
        raise UnsafeZip(_("The file is too large once it is unpacked."))
    if any(one.file_size > max(limits.free, one.compress_size * limits.ratio) for one in members):
        raise UnsafeZip(_("The file is packed so densely that it is not opened for safety's sake."))
    if any(one.flag_bits & ENCRYPTED for one in members):
        raise UnsafeZip(_("The file is protected by a password. Please save it without."))
    is_doubled = len({one.filename for one in members}) < len(members)
    if is_doubled or any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in members):
        raise UnsafeZip(_("The file is damaged and cannot be opened."))
    return opened


def unpack(opened: zipfile.ZipFile, name: str) -> bytes:
    """One member; UnsafeZip where it is missing or damaged."""
    try:
        return opened.read(name)
    except BROKEN as error:
        raise UnsafeZip(_("The file is damaged and cannot be opened.")) from error


def check_xml(opened: zipfile.ZipFile, limits: ZipLimits = ZipLimits()) -> None:
    """No XML in it declares a document type (entities grow without end or read files), nor holds millions of tags."""
    tags = 0
    for name in opened.namelist():
        if name.lower().endswith((".xml", ".rels")):
            content = unpack(opened, name)
            tags += content.count(b"<")
            if tags > limits.tags:
                raise UnsafeZip(_("The file is too large once it is unpacked."))
            refuse_doctype(content)


def for_pieces(opened: zipfile.ZipFile, name: str, limits: ZipLimits = ZipLimits()) -> io.BytesIO:
    """A member for a reader that takes XML in pieces: UTF-8, and no tag or comment longer than is read at once.

    What other programs add to a file, such as queries in UTF-16, is not for such a reader and is not asked.
    """
    content = unpack(opened, name)
    if b"\0" in content or _has_long_token(content, limits.token):
        raise UnsafeZip(_("The file is damaged and cannot be opened."))
    return io.BytesIO(content)


def _has_long_token(content, most) -> bool:
    """No "<" for long: there a tag, or a text, has no end. A comment or an instruction may hold some."""
    place = 0
    while place + most < len(content):
        found = content.rfind(b"<", place + 1, place + most + 1)
        if found < 0:
            return True
        place = found
    for begin, end in ((b"<!--", b"-->"), (b"<?", b"?>")):
        place = content.find(begin)
        while place >= 0:
            closed = content.find(end, place, place + most)
            if closed < 0:
                return True
            place = content.find(begin, closed)
    return False


def refuse_doctype(content: bytes) -> None:
    """Reads an XML text up to its first element; after it nothing can be declared any more."""
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _refuse
    reader.StartElementHandler = _begun
    try:
        reader.Parse(content, True)
    except _Begun:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnsafeZip(_("The file is damaged and cannot be opened.")) from error


class _Begun(Exception):
    """The first element has been reached."""


def _begun(*_args):
    raise _Begun


def _refuse(*_args):
    raise UnsafeZip(_("The file declares a document type, as no office program does. It is not opened."))
