"""Nothing in a PDF that is kept runs, fetches, hides a file or names its author; what cannot be taken out is refused."""

import zlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from umstieg.core.files import pdf, refusals
from umstieg.core.files.checking import checked
from umstieg.core.tests.test_checked_files import why_refused
from umstieg.core.tests.test_checked_pictures import segment
from umstieg.testing.files import AUTHOR, TEXT, a_pdf, a_pdf_writer, a_picture, an_archive, written

MARK = "Geheimwort"


def d(**entries):
    """A dictionary of PDF; texts that begin with a slash are names."""
    return DictionaryObject({NameObject(f"/{name}"): _value(value) for name, value in entries.items()})


def _value(value):
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, list):
        return ArrayObject(map(_value, value))
    return value


SCRIPT = {"S": "/JavaScript", "JS": f"app.alert('{MARK}')"}


def root(writer, **entries):
    writer.root_object.update(d(**entries))


def annotation(writer, **entries):
    facts = {"Type": "/Annot", "Subtype": "/Link", "Rect": [0, 0, 10, 10]} | entries
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(d(**facts))])


def picture(writer, content, **entries):
    stream = DecodedStreamObject()
    stream.set_data(content)
    stream.update(d(Type="/XObject", Subtype="/Image", Width=60, Height=40, BitsPerComponent=8, **entries))
    writer.pages[0]["/Resources"].update(d(XObject=d(Im1=writer._add_object(stream))))


def a_form(writer, **entries):
    facts = {"Type": "/Annot", "Subtype": "/Widget", "FT": "/Tx", "T": "Ort", "V": "Köln", "Rect": [0, 0, 9, 9]}
    field = writer._add_object(d(**facts | entries))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([field])
    root(writer, AcroForm=d(Fields=ArrayObject([field])))


STRIPPED = {
    "script of the document": lambda w: root(w, Names=d(JavaScript=d(Names=["x", d(**SCRIPT)]))),
    "on opening": lambda w: root(w, OpenAction=d(**SCRIPT)),
    "on closing": lambda w: root(w, AA=d(WC=d(**SCRIPT))),
    "on turning a page": lambda w: w.pages[0].update(d(AA=d(O=d(**SCRIPT)))),
    "launch": lambda w: annotation(w, A=d(S="/Launch", F=MARK)),
    "launch on opening": lambda w: root(w, OpenAction=d(S="/Launch", Win=d(F=MARK))),
    "script of a link": lambda w: annotation(w, A=d(**SCRIPT)),
    "script after a link": lambda w: annotation(w, A=d(S="/URI", URI="https://example.org", Next=d(**SCRIPT))),
    "item of the reader's menu": lambda w: annotation(w, A=d(S="/Named", N=f"/{MARK}")),
    "what comes after a jump": lambda w: annotation(w, A=d(S="/GoTo", D=[0], Next=d(S="/Unknown", N=MARK))),
    "form sent elsewhere": lambda w: annotation(w, A=d(S="/SubmitForm", F=MARK)),
    "file of another computer": lambda w: annotation(w, A=d(S="/GoToR", F=f"\\\\{MARK}\\share\\x.pdf")),
    "link to a file": lambda w: annotation(w, A=d(S="/URI", URI=f"file:///{MARK}")),
    "link to a script": lambda w: annotation(w, A=d(S="/URI", URI=f"javascript:{MARK}")),
    "attachment": lambda w: w.add_attachment("virus.exe", MARK.encode()),
    "attachment on a page": lambda w: annotation(
        w, Subtype="/FileAttachment", FS=d(Type="/Filespec", F=f"{MARK}.exe", EF=d(F=_stream(w)))
    ),
    "film": lambda w: annotation(w, Subtype="/RichMedia", RichMediaContent=d(Assets=d(Names=[MARK]))),
    "screen": lambda w: annotation(w, Subtype="/Screen", A=d(S="/Rendition", JS=MARK)),
    "XMP": lambda w: root(w, Metadata=_stream(w)),
    "XMP of a page": lambda w: w.pages[0].update(d(Metadata=_stream(w))),
    "data of a program": lambda w: root(w, PieceInfo=d(Program=d(Private=MARK))),
    "form of another kind": lambda w: root(w, AcroForm=d(XFA=_stream(w), Fields=[])),
    "script of a field": lambda w: a_form(w, AA=d(K=d(**SCRIPT))),
    "signature": lambda w: a_form(w, Sibling=d(Type="/Sig", ByteRange=[0, 1, 2, 3], Name=MARK)),
    "signature of another kind": lambda w: a_form(w, FT="/Sig", V=d(Name=MARK)),
    "author of a remark": lambda w: annotation(w, Subtype="/Text", T=MARK, M="D:2026", Contents="Bitte prüfen"),
    "an author": lambda w: w.add_metadata({"/Author": MARK}),
    "unknown key of the catalogue": lambda w: root(w, Extras=d(Name=MARK)),
    "content of another file": lambda w: picture(w, b"x", F=MARK, FFilter="/FlateDecode"),
    "EXIF of a picture": lambda w: picture(w, a_picture(), Filter="/DCTDecode", ColorSpace="/DeviceRGB"),
}


def indirect(writer, value):
    """As an object of its own, and a reference to that."""
    return writer._add_object(_value(value))


def a_remark_with(key, reached_by="/Popup"):
    """A remark on a page, on which another hangs that stands on no page."""

    def change(writer):
        other = writer._add_object(d(Subtype=reached_by, T=MARK, M=MARK, Contents="Anmerkung"))
        annotation(writer, Subtype="/Text", **{key: other})

    return change


def a_parent_of_a_window(writer):
    remark = writer._add_object(d(Subtype="/Text", T=MARK))
    annotation(writer, Subtype="/Popup", Parent=remark)


HIDDEN = {
    "kind of a link": lambda w: annotation(w, A=d(S=indirect(w, "/JavaScript"), URI="https://example.org", X=MARK)),
    "kind of an action elsewhere": lambda w: root(w, Outlines=d(X=d(S=indirect(w, "/Launch"), F=MARK))),
    "reference to a reference": lambda w: annotation(
        w, A=d(S=w._add_object(indirect(w, "/JavaScript")), URI="https://example.org", X=MARK)
    ),
    "item of the reader's menu": lambda w: annotation(w, A=d(S=indirect(w, "/Named"), N=indirect(w, f"/{MARK}"))),
    "after a jump": lambda w: annotation(w, A=d(S=indirect(w, "/GoTo"), D=[0], Next=d(S="/Unknown", N=MARK))),
    "attachment on a page": lambda w: annotation(w, Subtype=indirect(w, "/FileAttachment"), FS=d(F=MARK)),
    "signature": lambda w: a_form(w, FT=indirect(w, "/Sig"), V=d(Name=MARK)),
    "script of a body": lambda w: annotation(w, Subtype=indirect(w, "/3D"), X=d(OnInstantiate=_stream(w))),
    "script of a body elsewhere": lambda w: annotation(w, Subtype="/Text", X=d(OnInstantiate=_stream(w))),
    "body": lambda w: annotation(w, Subtype="/Text", **{"3DD": _stream(w), "3DA": d(X=MARK)}),
    "author of what was answered to": a_remark_with("IRT", "/Text"),
    "author in the window of a remark": a_remark_with("Popup"),
    "author in the remark of a window": a_parent_of_a_window,
    "author of a remark elsewhere": lambda w: root(w, Outlines=d(X=d(Type="/Annot", Subtype="/Text", T=MARK))),
    "attachment that hangs on a remark": a_remark_with("IRT", "/FileAttachment"),
    "script among the names of fonts": lambda w: w.pages[0]["/Resources"].update(d(Font=d(JS=MARK))),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_it_is_found_by_whatever_way_it_hangs(what):
    content = a_pdf(change=HIDDEN[what])
    assert MARK.encode() in content, "the attack is there"
    assert MARK.encode() not in checked(name="a.pdf", content=content).content


def test_a_script_that_is_hung_out_as_a_resource_too_is_taken_out():
    def change(writer):
        script = writer._add_object(d(**SCRIPT))
        writer.pages[0]["/Resources"].update(d(XObject=script))
        annotation(writer, A=script)

    kept = checked(name="a.pdf", content=a_pdf(change=change)).content
    assert MARK.encode() not in kept
    assert b"JavaScript" not in kept


NAMES_LIKE_KEYS = ["A", "AA", "PA", "JS", "AF", "EF", "Ref"]


def _chosen(writer, key):
    """The three places where names are chosen: for what is drawn, for signs of a font, for states of a field."""
    page = writer.pages[0]
    return {
        "resource": page["/Resources"].get("/XObject", {}),
        "sign": page["/Resources"]["/Font"].get("/T3", {}).get("/CharProcs", {}),
        "state": page["/Annots"][0].get_object()["/AP"]["/N"],
    }[key]


@pytest.mark.parametrize("place", ["resource", "sign", "state"])
@pytest.mark.parametrize("name", NAMES_LIKE_KEYS)
def test_a_name_that_its_author_chose_is_no_key(name, place):
    def change(writer):
        picture(writer, b"x" * 60 * 40 * 3, ColorSpace="/DeviceRGB")
        drawn = {name: _stream(writer)}
        resources = writer.pages[0]["/Resources"]
        resources["/XObject"].update(d(**{name: resources["/XObject"].raw_get("/Im1")}))
        resources["/Font"].update(d(T3=d(Type="/Font", Subtype="/Type3", CharProcs=d(**drawn))))
        a_form(writer, FT="/Btn", AS=f"/{name}", AP=d(N=d(**drawn)))

    kept = PdfReader(BytesIO(checked(name="a.pdf", content=a_pdf(change=change)).content))
    assert f"/{name}" in _chosen(kept, place)


def _stream(writer):
    stream = DecodedStreamObject()
    stream.set_data(MARK.encode())
    return writer._add_object(stream)


@pytest.mark.parametrize("what", STRIPPED)
def test_it_is_taken_out_and_the_text_stays(what):
    content = a_pdf(change=STRIPPED[what])
    assert any(word.encode() in content for word in (MARK, AUTHOR)), "the attack is there"
    kept = checked(name="a.pdf", content=content).content
    assert not [word for word in (MARK, AUTHOR) if word.encode() in kept]
    assert b"JavaScript" not in kept
    assert PdfReader(BytesIO(kept)).pages[0].extract_text() == TEXT


def test_what_hides_in_packed_objects_is_found_too():
    packed = BytesIO()
    writer = a_pdf_writer()
    root(writer, OpenAction=d(**SCRIPT))
    writer.write(packed)
    kept = checked(name="a.pdf", content=packed.getvalue().replace(b"/JavaScript", b"/J#61vaScript")).content
    assert MARK.encode() not in kept


def test_links_to_the_web_and_fields_that_were_filled_in_stay():
    def change(writer):
        a_form(writer)
        link = writer._add_object(
            d(Type="/Annot", Subtype="/Link", Rect=[0, 0, 9, 9], A=d(S="/URI", URI="https://www.example.org/"))
        )
        writer.pages[0]["/Annots"].append(link)

    kept = PdfReader(BytesIO(checked(name="a.pdf", content=a_pdf(change=change)).content))
    field, link = (one.get_object() for one in kept.pages[0]["/Annots"])
    assert (field["/T"], field["/V"]) == ("Ort", "Köln")
    assert link["/A"]["/URI"] == "https://www.example.org/"
    assert kept.get_form_text_fields() == {"Ort": "Köln"}


def test_a_remark_stays_without_its_author():
    content = a_pdf(change=STRIPPED["author of a remark"])
    (remark,) = PdfReader(BytesIO(checked(name="a.pdf", content=content).content)).pages[0]["/Annots"]
    assert remark.get_object()["/Contents"] == "Bitte prüfen"


def test_a_picture_in_it_is_the_same_picture():
    def change(writer):
        picture(writer, a_picture(), Filter="/DCTDecode", ColorSpace="/DeviceRGB")

    before = PdfReader(BytesIO(a_pdf(change=change))).pages[0].images[0].image
    after = PdfReader(BytesIO(checked(name="a.pdf", content=a_pdf(change=change)).content)).pages[0].images[0].image
    assert before.tobytes() == after.tobytes()


def _filled(content):
    return content[:2] + b"\xff" + content[2:]


PACKED_PICTURES = {
    "in a list": (a_picture(), lambda w: ["/DCTDecode"]),
    "packed once more": (zlib.compress(a_picture()), lambda w: ["/FlateDecode", "/DCTDecode"]),
    "packed twice more": (
        zlib.compress(a_picture()).hex().encode() + b">",
        lambda w: ["/AHx", "/Fl", "/DCT"],
    ),
    "indirect": (a_picture(), lambda w: w._add_object(NameObject("/DCTDecode"))),
    "indirect in a list": (a_picture(), lambda w: w._add_object(ArrayObject([w._add_object(_value("/DCTDecode"))]))),
    "by its short name": (a_picture(), lambda w: "/DCT"),
    "after a fill byte": (_filled(a_picture()), lambda w: "/DCTDecode"),
    "text beside the profile": (a_picture()[:2] + segment(0xE2) + a_picture()[2:], lambda w: "/DCTDecode"),
}


@pytest.mark.parametrize("how", PACKED_PICTURES)
def test_a_picture_tells_nothing_of_its_author_however_it_is_packed(how):
    content, filters = PACKED_PICTURES[how]

    def change(writer):
        picture(writer, content, Filter=filters(writer), ColorSpace="/DeviceRGB", DecodeParms=[d(), d(), d()])

    after = PdfReader(BytesIO(checked(name="a.pdf", content=a_pdf(change=change)).content)).pages[0]
    stream = after["/Resources"]["/XObject"]["/Im1"]
    assert AUTHOR.encode() not in stream._data
    assert b"Exif" not in stream._data
    assert stream["/Filter"] == "/DCTDecode"
    assert Image.open(BytesIO(stream._data)).tobytes() == Image.open(BytesIO(a_picture())).tobytes()
    assert after.images[0].image.size == (60, 40)


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (b"no jpeg", "/DCTDecode"),
        (a_picture(), ["/DCTDecode", "/DCTDecode"]),
        (a_picture(), ["/DCTDecode", "/FlateDecode"]),
        (a_picture(), ["/Unknown", "/DCTDecode"]),
        (a_picture(), ["/FlateDecode", "/DCTDecode"]),
    ],
)
def test_a_picture_that_cannot_be_read_is_refused(content, filters):
    content = a_pdf(change=lambda w: picture(w, content, Filter=filters, ColorSpace="/DeviceRGB"))
    assert why_refused("a.pdf", content) == refusals.DAMAGED


def test_an_earlier_state_is_not_kept_behind_the_newest():
    writer = PdfWriter(BytesIO(a_pdf(text=f"Im Entwurf stand {MARK}.")), incremental=True)
    drawn = DecodedStreamObject()
    drawn.set_data(b"BT /F1 12 Tf 72 700 Td (Neu.) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawn)
    content = written(writer)
    assert MARK.encode() in content
    kept = checked(name="a.pdf", content=content).content
    assert MARK.encode() not in kept
    assert PdfReader(BytesIO(kept)).pages[0].extract_text() == "Neu."


@pytest.mark.parametrize("how", ["word", "owner alone"])
def test_a_pdf_behind_a_password_is_refused(how):
    def change(writer):
        writer.encrypt("geheim" if how == "word" else "", owner_password="geheim", algorithm="AES-256")

    assert why_refused("a.pdf", a_pdf(change=change)) == refusals.LOCKED


def test_a_pdf_whose_pages_are_made_by_a_program_is_refused():
    content = a_pdf(change=lambda writer: root(writer, NeedsRendering=True))
    assert why_refused("a.pdf", content) == refusals.ACTIVE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (a_pdf() + an_archive({"a.exe": "MZ"}), refusals.ADDED),
        (a_pdf() + b"<script>alert(1)</script>", refusals.ADDED),
        (a_pdf() + b"MZ" * 50, refusals.ADDED),
        (b"<html>" + a_pdf(), refusals.UNKNOWN),
        (b"PK\x03\x04" + a_pdf(), refusals.UNKNOWN),
        (b"%PDF-1.4\nhallo", refusals.DAMAGED),
        (b"%PDF-1.4\nhallo\n%%EOF", refusals.DAMAGED),
    ],
)
def test_what_is_a_pdf_and_something_else_is_refused(content, why):
    assert why_refused("a.pdf", content) == why


def test_a_zip_that_ends_like_a_pdf_is_refused():
    hidden = a_pdf() + an_archive({"a.exe": "MZ"})[:-2] + b"\x06\x00%%EOF\n"
    assert why_refused("a.pdf", hidden) == refusals.ADDED


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert why_refused("a.pdf", a_pdf(pages=3)) == refusals.TOO_COMPLEX


def test_too_many_objects_are_refused_before_they_are_copied(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_OBJECTS", 4)
    monkeypatch.setattr(pdf, "PdfWriter", lambda **_: pytest.fail("copied"))
    assert why_refused("a.pdf", a_pdf(pages=3)) == refusals.TOO_COMPLEX


def test_more_objects_than_the_file_admits_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_OBJECTS", 4)
    content = a_pdf(pages=2)
    assert b"/Size 9" in content
    assert why_refused("a.pdf", content.replace(b"/Size 9", b"/Size 3")) == refusals.TOO_COMPLEX


def test_a_pdf_without_pages_is_refused():
    assert why_refused("a.pdf", a_pdf(pages=0)) == refusals.DAMAGED


def test_a_pdf_from_which_there_is_always_more_to_take_out_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "scrub", lambda _root: 1)
    assert why_refused("a.pdf", a_pdf()) == refusals.ACTIVE


def test_a_page_tree_that_contains_itself_ends():
    def change(writer):
        pages = writer.root_object["/Pages"]
        pages["/Kids"].append(writer.root_object.raw_get("/Pages"))

    with pytest.raises(refusals.Refused):
        checked(name="a.pdf", content=a_pdf(change=change))
