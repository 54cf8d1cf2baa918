"""PDF, written anew from its pages: what runs, fetches, hides or tells of its author is left behind."""

from io import BytesIO
from urllib.parse import urlsplit

from pypdf import PdfReader, PdfWriter
from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, StreamObject

from .images import without_segments
from .refusals import ACTIVE, ADDED, DAMAGED, LOCKED, TOO_COMPLEX, Refused

MOST_PAGES = 1_000
MOST_OBJECTS = 60_000  # some hundred pages with the structure of their text
MOST_COPIES = 4
MOST_STEPS = 8  # from one reference to the next
CATALOGUE = {
    "/Type",
    "/Version",
    "/Pages",
    "/PageLabels",
    "/PageMode",
    "/PageLayout",
    "/Lang",
    "/ViewerPreferences",
    "/Outlines",
    "/Names",
    "/Dests",
    "/AcroForm",
    "/MarkInfo",
    "/StructTreeRoot",
    "/OCProperties",
    "/OutputIntents",
}
# Wherever they stand: scripts, actions by themselves, files inside, forms of another kind, who made it and with what.
NEVER = {
    "/JS",
    "/JavaScript",
    "/AA",
    "/OpenAction",
    "/Launch",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/RF",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/OnInstantiate",
    "/3DD",
    "/3DA",
    "/XFA",
    "/Collection",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Perms",
    "/DSS",
    "/OPI",
    "/Ref",
    "/Renditions",
    "/AlternatePresentations",
}
ANNOTATIONS_LEFT_OUT = {
    "/FileAttachment",
    "/Screen",
    "/Movie",
    "/Sound",
    "/RichMedia",
    "/3D",
    "/TrapNet",
    "/Projection",
}
ACTIONS = {"/URI", "/GoTo", "/Named"}
OTHER_ACTIONS = {
    "/GoToR",
    "/GoToE",
    "/GoToDp",
    "/Launch",
    "/Thread",
    "/Sound",
    "/Movie",
    "/Hide",
    "/SubmitForm",
    "/ResetForm",
    "/ImportData",
    "/JavaScript",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
    "/GoTo3DView",
    "/RichMediaExecute",
}
TURNS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}  # of the names that a reader takes for its menu
LINKS = {"http", "https", "mailto", "tel"}
OF_THE_AUTHOR = ("/T", "/M", "/CreationDate", "/NM")  # of an annotation
# Where the keys of a dictionary are names that its author chose, as a picture may be called /A: by the key under which
# it hangs. Such a dictionary is told apart by the way to it, so that hanging it elsewhere as well hides nothing.
KINDS_OF_RESOURCES = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Properties", "/Shading", "/XObject")
CHOSEN_NAMES = {}
RESOURCES = dict.fromkeys(KINDS_OF_RESOURCES, CHOSEN_NAMES)
APPEARANCE = dict.fromkeys(("/N", "/R", "/D"), CHOSEN_NAMES)  # of a field: its states
PLAIN = {"/Resources": RESOURCES, "/DR": RESOURCES, "/AP": APPEARANCE, "/CharProcs": CHOSEN_NAMES}
JPEG, SETTINGS = "/DCTDecode", "/DecodeParms"
SHORT = {
    "/DCT": JPEG,
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
}
OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")  # of a stream whose content lies in another file


def cleaned(content: bytes) -> bytes:
    """The same pages, with links to the web and fields that were filled in; without anything else that is active.

    Copied until nothing is left to take out: only what the pages lead to is copied, so what was hung out is gone then.
    """
    for _time in range(MOST_COPIES):
        reader = _opened(content)
        if _at(reader.trailer["/Root"], "/NeedsRendering"):  # its pages are made by a program inside
            raise Refused(ACTIVE)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        removed = scrub(writer.root_object)
        written = BytesIO()
        writer.write(written)
        content = written.getvalue()
        if not removed:
            return content
    raise Refused(ACTIVE)


def must_open(content: bytes) -> None:
    """Every page is there. What is drawn on it is not unpacked: many pages may draw the same, however large."""
    for page in _opened(content).pages:
        page.mediabox  # noqa: B018


def _opened(content):
    if not content.rstrip(b"\r\n\t \0").endswith(b"%%EOF"):
        raise Refused(ADDED if b"%%EOF" in content else DAMAGED)
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    if int(reader.trailer["/Size"]) > MOST_OBJECTS:
        raise Refused(TOO_COMPLEX)
    if not reader.pages:
        raise Refused(DAMAGED)
    if len(reader.pages) > MOST_PAGES:
        raise Refused(TOO_COMPLEX)
    return reader


# --- taking out ------------------------------------------------------------------------------------


def scrub(root) -> int:
    """Take out of everything that can be reached from the catalogue what does not stay; returns how much that was."""
    removed = _drop(root, [key for key in root if key not in CATALOGUE])
    seen, todo = set(), [(root, PLAIN)]
    while todo:
        one, below = todo.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, id(below)) in seen:
                continue
            seen.add((one.idnum, id(below)))
            one = _resolved(one)
        if isinstance(one, StreamObject):
            below = PLAIN
        if isinstance(one, DictionaryObject):
            removed += _scrub_names(one) if below is CHOSEN_NAMES else _scrub(one)
            todo.extend((value, below.get(key, PLAIN)) for key, value in dict.items(one))
        elif isinstance(one, ArrayObject):
            todo.extend((value, PLAIN) for value in list.__iter__(one))
    return removed


def _scrub_names(one) -> int:
    """Under a chosen name hangs an object, and no text or number. What runs is hung out so to be overlooked."""
    if _name(one, "/S") in OTHER_ACTIONS:
        return _drop(one, list(one))
    kept = (DictionaryObject, ArrayObject, NameObject)
    return _drop(one, [key for key in one if not isinstance(_at(one, key), kept)])


def _scrub(one) -> int:
    if _name(one, "/S") in OTHER_ACTIONS or "/ByteRange" in one:  # a signature, which is void when written anew
        return _drop(one, list(one))
    removed = _drop(one, NEVER & one.keys())
    for key in ("/A", "/PA"):
        if not _may_stay(_at(one, key)):
            removed += _drop(one, [key])
    if _name(one, "/S") in ACTIONS:
        removed += _drop(one, ["/Next"])
    if _name(one, "/FT") == "/Sig":
        removed += _drop(one, ["/V"])
    removed += _scrub_remarks(one)
    if "/Annots" in one:
        removed += _scrub_annotations(one)
    if isinstance(one, StreamObject):
        removed += _drop(one, OUTSIDE) + _scrub_picture(one)
    return removed


def _scrub_annotations(page) -> int:
    listed = _at(page, "/Annots")
    if not isinstance(listed, ArrayObject):
        return 0
    kept, removed = ArrayObject(), 0
    for raw in list.__iter__(listed):
        annotation = _resolved(raw)
        if not isinstance(annotation, DictionaryObject) or not annotation or _is_left_out(annotation):
            removed += 1
            continue
        removed += _without_author(annotation)
        kept.append(raw)
    if removed:
        page[NameObject("/Annots")] = kept
    return removed


def _scrub_remarks(one) -> int:
    """Annotations that hang on one another instead of on a page: what was answered to, and the window of a remark."""
    remarks = [_at(one, key) for key in ("/IRT", "/Popup")]
    if _name(one, "/Subtype") == "/Popup":
        remarks.append(_at(one, "/Parent"))
    if _name(one, "/Type") == "/Annot" or "/Rect" in one:
        remarks.append(one)
    removed = 0
    for remark in remarks:
        if isinstance(remark, DictionaryObject):
            removed += _drop(remark, list(remark)) if _is_left_out(remark) else _without_author(remark)
    return removed


def _is_left_out(annotation):
    return _name(annotation, "/Subtype") in ANNOTATIONS_LEFT_OUT


def _without_author(annotation) -> int:
    is_field = _name(annotation, "/Subtype") == "/Widget"  # there /T is its name
    return _drop(annotation, [key for key in OF_THE_AUTHOR if not (is_field and key == "/T")])


def _scrub_picture(stream) -> int:
    filters = [SHORT.get(one, one) if isinstance(one, str) else one for one in _listed(stream, "/Filter")]
    if JPEG not in filters:
        return 0
    if filters.index(JPEG) != len(filters) - 1:
        raise Refused(DAMAGED)
    settings = [one if isinstance(one, DictionaryObject) else DictionaryObject() for one in _listed(stream, SETTINGS)]
    settings += [DictionaryObject()] * (len(filters) - len(settings))
    alone = without_segments(_before_jpeg(stream, filters, settings))
    if alone == stream._data and _at(stream, "/Filter") == JPEG:
        return 0
    stream._data = alone
    stream[NameObject("/Length")] = NumberObject(len(alone))
    stream[NameObject("/Filter")] = NameObject(JPEG)
    stream[NameObject(SETTINGS)] = settings[len(filters) - 1]
    return 1


def _listed(one, key) -> list:
    """What stands there, alone or in a list."""
    value = _at(one, key)
    return [_resolved(part) for part in list.__iter__(value)] if isinstance(value, ArrayObject) else [value]


def _before_jpeg(stream, filters, settings) -> bytes:
    """The JPEG, out of what it was packed in once more."""
    if len(filters) == 1:
        return stream._data
    packed = StreamObject()
    packed._data = stream._data
    packed[NameObject("/Filter")] = ArrayObject(map(NameObject, filters[:-1]))
    packed[NameObject(SETTINGS)] = ArrayObject(settings[:-1])
    return decode_stream_data(packed)


def _may_stay(action) -> bool:
    """Links and jumps; /A of a part of the text's structure is no action but says how it looks, by its owner /O."""
    if not isinstance(action, DictionaryObject) or ("/O" in action and "/S" not in action):
        return True
    kind = _name(action, "/S")
    if kind == "/URI":
        return _leads_to_the_web(_at(action, "/URI"))
    return kind == "/GoTo" or (kind == "/Named" and _name(action, "/N") in TURNS)


def _leads_to_the_web(address) -> bool:
    if isinstance(address, bytes):
        address = address.decode("latin-1")
    try:
        return isinstance(address, str) and urlsplit(address.strip()).scheme.lower() in LINKS
    except ValueError:
        return False


def _at(one, key):
    return _resolved(one.get(key))


def _name(one, key) -> str:
    """The name that stands there, be it directly or as an object of its own."""
    value = _at(one, key)
    return value if isinstance(value, str) else ""


def _resolved(value):
    for _step in range(MOST_STEPS):
        if not isinstance(value, IndirectObject):
            return value
        value = value.get_object()
    raise Refused(DAMAGED)


def _drop(one, keys) -> int:
    there = [key for key in keys if key in one]
    for key in there:
        del one[key]
    return len(there)
