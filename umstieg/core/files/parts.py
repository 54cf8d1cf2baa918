"""Pictures inside documents, and addresses that links may have."""

from urllib.parse import urlsplit

from . import images
from .refusals import EMBEDDED, Refused

LINKS = ("http", "https", "mailto", "tel")
DRAWN_ANEW = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
# Without metadata worth the name: GIF, BMP, WMF, EMF.
AS_THEY_ARE = (b"GIF87a", b"GIF89a", b"BM", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x01\x00\x00\x00")


def clean_picture(content: bytes) -> bytes:
    """A picture of a document without what is no picture in it; any other file in its place is refused."""
    if content.startswith(DRAWN_ANEW):
        return images.cleaned(content)
    if content.startswith(AS_THEY_ARE):
        return content
    raise Refused(EMBEDDED)


def is_link(address: str) -> bool:
    """Whether an address leads to the web, a mail or a telephone, and nowhere on this or another computer."""
    try:
        return urlsplit(address.strip()).scheme.lower() in LINKS
    except ValueError:
        return False
