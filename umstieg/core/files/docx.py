"""Word documents (.docx): text, pictures and links stay; macros, what is embedded or fetched is refused; authors go."""

import posixpath
import re
from urllib.parse import unquote

from . import archives
from .parts import clean_picture, is_link
from .refusals import ACTIVE, DAMAGED, EMBEDDED, FETCHES, MACROS, UNKNOWN, Refused
from .xmlparts import Rules, rewritten

TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# About who wrote it, when and on which machine. Word does without all of them.
LEFT_OUT = re.compile(
    r"docProps/.*|customXml/.*|word/people\.xml|word/printerSettings/.*|_xmlsignatures/.*|docMetadata/.*"
    r"|.*/commentsExtensible\.xml|.*/documenttasks/.*|.*/customizations\.xml|.*/attachedToolbars\.bin"
)
MACRO = re.compile(r".*(vbaProject|vbaData|vbaProjectSignature).*", re.IGNORECASE)
PROGRAM = re.compile(r".*/(embeddings|activeX|ctrlProps|afchunk.*|webextensions|diagrams/.*\.bin)/.*", re.IGNORECASE)
PICTURE = re.compile(r"(word/)?media/[^/]+|word/glossary/media/[^/]+")
FONT = re.compile(r"word/(glossary/)?fonts/[^/]+\.odttf")
STRIPPED_RELATIONS = ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "mailMergeRecipientData")
REFUSED_RELATIONS = ("oleObject", "package", "control", "aFChunk", "subDocument", "frame", "activeXControlBinary")
PROGRAMS = {"object", "control", "altChunk", "subDoc", "OLEObject", "ocx"}
# dataBinding: a text bound to a part about the author would be emptied when that part is gone.
STRIPPED = {"attachedTemplate", "mailMerge", "rsids", "docVars", "saveThroughXslt", "dataBinding"}
FETCHING = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|AUTOTEXTLIST|EMBED)\b", re.I
)


def cleaned(content: bytes) -> bytes:
    parts = archives.unpacked(content)
    _must_hold_text_only(parts)
    kept = {name: part for name, part in parts.items() if not LEFT_OUT.fullmatch(name)}
    for name, part in kept.items():
        if PICTURE.fullmatch(name) and not name.endswith(".svg"):
            kept[name] = clean_picture(part)
        elif name == TYPES:
            kept[name] = rewritten(part, Types, kept)
        elif name.endswith(".rels"):
            kept[name] = rewritten(part, Relations, _source_folder(name), kept)
        elif name.endswith((".xml", ".svg")):
            kept[name] = rewritten(part, Text)
        elif not FONT.fullmatch(name):
            raise Refused(EMBEDDED)
    return archives.packed(kept, first=TYPES)


def must_open(content: bytes) -> None:
    parts = archives.unpacked(content)
    rewritten(parts[_main_part(parts)], Text)


def _must_hold_text_only(parts):
    if TYPES not in parts or ROOT_RELATIONS not in parts:
        raise Refused(DAMAGED)
    if any(MACRO.fullmatch(name) for name in parts):
        raise Refused(MACROS)
    if any(PROGRAM.fullmatch(name) for name in parts):
        raise Refused(EMBEDDED)
    _main_part(parts)


def _main_part(parts):
    found = {}
    rewritten(parts[TYPES], MainPart, found)
    name = found.get("name", "").lstrip("/")
    if name not in parts:
        raise Refused(UNKNOWN)
    return name


def _source_folder(relations: str) -> str:
    """The folder from which the targets of a relations part are counted: word/_rels/document.xml.rels -> word."""
    return posixpath.dirname(posixpath.dirname(relations))


class MainPart(Rules):
    """Finds the text among the content types; those of documents with macros are refused."""

    def __init__(self, written, found):
        super().__init__(written)
        self.found = found

    def keep(self, element, attributes):
        kind = attributes.get(("", "ContentType"), "")
        if "macroenabled" in kind.lower() or "vba" in kind.lower():
            raise Refused(MACROS)
        if kind == MAIN and element == (CONTENT_TYPES, "Override"):
            self.found["name"] = attributes.get(("", "PartName"), "")
        return attributes


class Types(Rules):
    """The content types of the parts that are left."""

    def __init__(self, written, kept):
        super().__init__(written)
        self.kept = kept

    def keep(self, element, attributes):
        named = attributes.get(("", "PartName"))
        return attributes if named is None or named.lstrip("/") in self.kept else None


class Relations(Rules):
    """Relations to parts that are left, and links of the text. Everything else that leads outside is refused."""

    def __init__(self, written, folder, kept):
        super().__init__(written)
        self.folder, self.kept = folder, kept

    def keep(self, element, attributes):
        if element != (RELATIONS, "Relationship"):
            return attributes
        kind = attributes.get(("", "Type"), "").rpartition("/")[2]
        target = attributes.get(("", "Target"), "")
        if kind in STRIPPED_RELATIONS:
            return None
        if kind in REFUSED_RELATIONS:
            raise Refused(EMBEDDED)
        if attributes.get(("", "TargetMode"), "").lower() == "external":
            if kind != "hyperlink" or not is_link(target):
                raise Refused(FETCHES)
            return attributes
        if kind == "hyperlink":
            return attributes if target.startswith("#") else None
        path = unquote(target.partition("#")[0])
        path = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(self.folder, path))
        return attributes if path in self.kept else None


class Text(Rules):
    """Text, styles, settings: without authors and the marks of writing sessions; fields that fetch are refused."""

    def __init__(self, written):
        super().__init__(written)
        self.fields = []  # instruction of each open field, None once it was looked at

    def keep(self, element, attributes):
        namespace, name = element
        if name in PROGRAMS and namespace != "http://www.w3.org/2000/svg":
            raise Refused(EMBEDDED)
        if namespace == "http://www.w3.org/2000/svg" or name == "script":
            _must_be_a_still_picture(name, attributes)
        if namespace not in (W, STRICT_W):
            return attributes
        if name in STRIPPED:
            return None
        if name == "fldChar":
            self._field(attributes.get((namespace, "fldCharType")))
        elif name == "fldSimple":
            _must_not_fetch(attributes.get((namespace, "instr"), ""))
        return dict(_anonymous(namespace, attributes))

    def keep_text(self, text):
        if (
            self.fields
            and self.fields[-1] is not None
            and self.path
            and self.path[-1][1] in ("instrText", "delInstrText")
        ):
            self.fields[-1] += text
        return text

    def _field(self, kind):
        if kind == "begin":
            if self.fields and self.fields[-1] is not None and not self.fields[-1].strip():
                raise Refused(ACTIVE)  # what another field does would be made up by this one
            self.fields.append("")
        elif kind in ("separate", "end") and self.fields:
            if self.fields[-1] is not None:
                _must_not_fetch(self.fields[-1])
                self.fields[-1] = None
            if kind == "end":
                self.fields.pop()


def _anonymous(namespace, attributes):
    told = {attribute for of, attribute in attributes if of == namespace}
    for (of, attribute), value in attributes.items():
        if attribute == "dateUtc" or (of == namespace and attribute.startswith("rsid")):
            continue
        if "author" in told and attribute in ("author", "initials", "date"):
            if attribute == "date":
                continue
            value = "–" if attribute == "author" else ""
        yield (of, attribute), value


def _must_not_fetch(instruction):
    if FETCHING.match(instruction):
        raise Refused(FETCHES)


def _must_be_a_still_picture(name, attributes):
    """An SVG with nothing but shapes."""
    if name.lower() in ("script", "foreignobject", "use", "iframe", "handler", "set", "animate"):
        raise Refused(ACTIVE)
    for (_namespace, attribute), value in attributes.items():
        if attribute.lower().startswith("on") or (attribute == "href" and not value.startswith(("#", "data:image/"))):
            raise Refused(ACTIVE)
