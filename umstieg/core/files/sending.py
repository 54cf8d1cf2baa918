"""A stored file as a download: opened piece by piece, saved and never shown inside the site."""

import itertools
import unicodedata
from urllib.parse import quote

from django.http import StreamingHttpResponse

from ..models import StoredFile
from .names import CONTENT_TYPES, split
from .storing import pieces_of

# Where a browser shows it all the same, it is a page of nobody's: it runs nothing and reaches nothing.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def file_response(file: StoredFile) -> StreamingHttpResponse:
    """The download. The first piece is opened at once: what cannot be opened is an error and no half a file."""
    pieces = pieces_of(file)
    first = next(pieces)
    answer = StreamingHttpResponse(itertools.chain([first], pieces), content_type=CONTENT_TYPES[file.kind])
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = disposition(file.name)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


def disposition(name: str) -> str:
    """To be saved under its name: in plain letters for the oldest, and in full (RFC 5987)."""
    stem, extension = split(name)
    letters = unicodedata.normalize("NFKD", stem.replace("ß", "ss")).encode("ascii", "ignore").decode()
    plain = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in letters).strip(" .") or "file"
    return f"attachment; filename=\"{plain}{extension}\"; filename*=UTF-8''{quote(name, safe='')}"
