"""File names made harmless. A name is shown and offered for saving; it is never used as a path."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from ..enums import FileKind

LONGEST = 100
EXTENSIONS = {
    FileKind.PDF: (".pdf",),
    FileKind.DOCX: (".docx",),
    FileKind.ODT: (".odt",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
UNSEEN = ("C", "Zl", "Zp")  # control, turning and private signs, surrogates, line and paragraph signs
SPECIAL = re.compile(r'[<>:"|?*]')  # some system gives them a meaning


def harmless_name(raw: str) -> str:
    """The last part of a name without what turns, hides or leads elsewhere; at most 100 signs with its extension."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", str(raw)))[-1]
    name = "".join(" " if sign.isspace() else sign for sign in name if sign.isspace() or not _is_unseen(sign))
    stem, extension = split(" ".join(SPECIAL.sub("_", name).split()))
    stem = stem.strip(". ") or str(_("Unnamed file"))
    return stem[: LONGEST - len(extension)].rstrip(". ") + extension


def split(name: str) -> tuple[str, str]:
    """("letter", ".pdf"): the extension in small letters; "" where there is none, or one nobody would call so."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not (extension.isascii() and extension.isalnum() and len(extension) <= 8):
        return name, ""
    return stem, f".{extension.lower()}"


def kind_of_name(name: str) -> FileKind | None:
    """The kind that a name claims."""
    extension = split(name)[1]
    return next((kind for kind, known in EXTENSIONS.items() if extension in known), None)


def _is_unseen(sign):
    return unicodedata.category(sign).startswith(UNSEEN)
