"""OpenDocument (.odt): text, pictures and links stay; scripts, what is embedded or fetched is refused; authors go."""

import re
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from . import archives
from .parts import clean_picture, is_link
from .refusals import EMBEDDED, FETCHES, LOCKED, MACROS, UNKNOWN, Refused
from .xmlparts import Rules, rewritten

TYPE = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, SCRIPT, MANIFEST_SPACE = (f"{OASIS}{name}:1.0" for name in ("office", "text", "script", "manifest"))
LINK = "http://www.w3.org/1999/xlink"
PEOPLE = {("http://purl.org/dc/elements/1.1/", "creator"), (f"{OASIS}meta:1.0", "creator-initials")}
PEOPLE |= {("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", "sender-initials")}
TEXTS = ("content.xml", "styles.xml")
PICTURE = re.compile(r"(Pictures|media)/[^/]+")
FONT = re.compile(r"Fonts/[^/]+\.(ttf|otf)", re.IGNORECASE)
# Who wrote it, on which machine, how the window looked, signatures that are void when the file is written anew.
LEFT_OUT = re.compile(
    r"meta\.xml|settings\.xml|manifest\.rdf|layout-cache|Thumbnails/.*|Configurations2/.*|ObjectReplacements/.*"
    r"|META-INF/(manifest|documentsignatures)\.xml|current\.xml"
)
MACRO = re.compile(r"(Basic|Scripts|Dialogs)/.*|META-INF/macrosignatures\.xml", re.IGNORECASE)
EMBEDDING = {"object", "object-ole", "plugin", "applet", "floating-frame"}
FETCHING = {"section-source", "dde-connection-decl", "dde-source", "dde-connection", "database-display", "table-source"}
MEDIA_TYPES = {
    ".xml": "text/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}


def cleaned(content: bytes) -> bytes:
    parts = archives.unpacked(content)
    _must_hold_text_only(parts)
    kept = {}
    for name, part in parts.items():
        if LEFT_OUT.fullmatch(name):
            continue
        if name == "mimetype" or FONT.fullmatch(name):
            kept[name] = part
        elif name in TEXTS:
            kept[name] = rewritten(part, Text, parts)
        elif PICTURE.fullmatch(name):
            kept[name] = clean_picture(part)
        else:
            raise Refused(EMBEDDED)
    kept[MANIFEST] = _manifest(kept)
    return archives.packed(kept, first="mimetype")


def must_open(content: bytes) -> None:
    parts = archives.unpacked(content)
    rewritten(parts["content.xml"], Text, parts)


def _must_hold_text_only(parts):
    if parts.get("mimetype", b"").strip() != TYPE:
        raise Refused(UNKNOWN)
    if any(MACRO.fullmatch(name) for name in parts):
        raise Refused(MACROS)
    rewritten(parts[MANIFEST], Locked)


def _manifest(kept):
    """The list of the parts that are left, as the standard wants it."""
    rows = [f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE.decode()}"/>']
    for name in kept:
        if name != "mimetype":
            kind = MEDIA_TYPES.get(name[name.rfind(".") :].lower(), "")
            path = quoteattr(name)
            rows.append(f'<manifest:file-entry manifest:full-path={path} manifest:media-type="{kind}"/>')
    head = f'<manifest:manifest xmlns:manifest="{MANIFEST_SPACE}" manifest:version="1.3">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(rows)}</manifest:manifest>'.encode()


class Locked(Rules):
    """A manifest that names a key belongs to a document behind a password."""

    def keep(self, element, attributes):
        if element[1] in ("encryption-data", "encrypted-key", "keyinfo"):
            raise Refused(LOCKED)
        return attributes


class Text(Rules):
    """Text and styles without authors; every address is a link of the text or a part of the document."""

    def __init__(self, written, parts):
        super().__init__(written)
        self.parts = parts

    def keep(self, element, attributes):
        namespace, name = element
        if namespace == SCRIPT or name in ("event-listeners", "event-listener") or element == (TEXT, "script"):
            raise Refused(MACROS)
        if name in EMBEDDING:
            raise Refused(EMBEDDED)
        if name in FETCHING:
            raise Refused(FETCHES)
        if (address := attributes.get((LINK, "href"))) is not None:
            self._must_stay_inside(element, address)
        return {one: value for one, value in attributes.items() if one[1] not in ("rsid", "paragraph-rsid")}

    def keep_text(self, text):
        return "" if self.path and self.path[-1] in PEOPLE else text

    def _must_stay_inside(self, element, address):
        if not address or address.startswith("#"):
            return
        if element[1] == "a" and is_link(address):
            return
        if unquote(address.removeprefix("./")) not in self.parts:
            raise Refused(FETCHES)
