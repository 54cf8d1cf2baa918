"""What a file is, whether it may be kept, and the cleaned content that is kept in its place."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..enums import FileKind
from .cleaning import cleaned, cleaned_apart
from .names import harmless_name, kind_of_name
from .refusals import ADDED, LOCKED, UNKNOWN, Refused, readable

TOO_LARGE = _("This file is too large. At most %(most)s MB can be kept.")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and .docx behind a password


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be kept. Only `checked` makes them, and nothing else is ever stored."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


def checked(*, name: str, content: bytes, seconds: float | None = None) -> CleanFile:
    """The cleaned file; raises Refused with a message for the person at the form.

    The content says what it is, and the name has to agree. What is kept is written anew and opened once more.
    `seconds` is what is left of the time for all files of a request.
    """
    _must_fit(content)
    name = harmless_name(name)
    with readable():
        kind = kind_of(content)
    if kind is None:
        raise Refused(LOCKED if content.startswith(OLD_OFFICE) and kind_of_name(name) == FileKind.DOCX else UNKNOWN)
    if kind_of_name(name) != kind:
        raise Refused(
            _("The name of this file does not fit what it is: %(kind)s. Please check whether it is the right one.")
            % {"kind": kind.label}
        )
    with readable():
        _must_be_one_thing(content, kind)
    clean = cleaned_apart(content, kind, seconds) if settings.FILES_ARE_CLEANED_APART else cleaned(content, kind)
    _must_fit(clean)
    return CleanFile(name, kind, clean)


def too_large() -> str:
    """The message about the limit."""
    return TOO_LARGE % {"most": settings.FILE_SIZE_LIMIT // 1024**2}


def kind_of(content: bytes) -> FileKind | None:
    """What the first bytes say, and of a ZIP what it holds. None for everything that is not kept here."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"PK\x03\x04") and zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
        if "mimetype" in names and "content.xml" in names:
            return FileKind.ODT
        if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
            return FileKind.DOCX
    return None


def _must_fit(content):
    if len(content) > settings.FILE_SIZE_LIMIT:
        raise Refused(too_large())


def _must_be_one_thing(content, kind):
    """No file that is a ZIP as well, or a PDF, to whoever reads it from the other end."""
    is_zip = kind in (FileKind.DOCX, FileKind.ODT)
    if not is_zip and zipfile.is_zipfile(BytesIO(content)):
        raise Refused(ADDED)
    if kind != FileKind.PDF and b"%PDF-" in content[:1024]:
        raise Refused(ADDED)
