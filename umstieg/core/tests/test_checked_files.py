"""What a file is decides its content; its name has to agree and is made harmless. Honest files pass with their text."""

import re
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from umstieg.core.enums import FileKind
from umstieg.core.files import refusals
from umstieg.core.files.checking import checked, kind_of
from umstieg.core.files.cleaning import CLEANERS
from umstieg.core.files.names import CONTENT_TYPES, EXTENSIONS, harmless_name
from umstieg.core.files.refusals import Refused
from umstieg.core.pdf import missing_libraries, pdf_of
from umstieg.testing.files import AUTHOR, TEXT, a_docx, a_pdf, a_picture, an_archive, an_odt, parts_of

HONEST = {
    "Vereinbarung.pdf": a_pdf,
    "Vereinbarung.docx": a_docx,
    "Vereinbarung.odt": an_odt,
    "Foto.jpg": a_picture,
    "Foto.JPEG": a_picture,
    "Plan.png": lambda: a_picture("PNG"),
}


def why_refused(name, content) -> str:
    with pytest.raises(Refused) as refused:
        checked(name=name, content=content)
    return refused.value.message


# --- honest files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_passes_and_opens_again(name):
    file = checked(name=name, content=HONEST[name]())
    assert kind_of(file.content) == file.kind
    CLEANERS[file.kind].must_open(file.content)
    assert file.size == len(file.content) > 0


@pytest.mark.parametrize("name", HONEST)
def test_a_cleaned_file_may_be_sent_again(name):
    once = checked(name=name, content=HONEST[name]())
    assert checked(name=name, content=once.content).kind == once.kind


@pytest.mark.parametrize("name", HONEST)
def test_nobody_who_wrote_it_is_named_in_what_is_kept(name):
    content = HONEST[name]()
    kept = checked(name=name, content=content).content
    unpacked = b"".join(parts_of(kept).values()) if kept.startswith(b"PK") else kept
    assert AUTHOR.encode() not in unpacked
    assert AUTHOR.encode("utf-16-be") not in unpacked


def test_the_text_of_documents_is_the_same_afterwards():
    pdf = PdfReader(BytesIO(checked(name="a.pdf", content=a_pdf(pages=3)).content))
    assert [page.extract_text() for page in pdf.pages] == [TEXT] * 3
    docx = parts_of(checked(name="a.docx", content=a_docx()).content)
    assert "".join(re.findall("<w:t[^>]*>([^<]*)</w:t>", docx["word/document.xml"].decode())) == (
        f"{TEXT} Ergänzt &amp; gut."
    )
    assert "Bitte prüfen" in docx["word/comments.xml"].decode()
    odt = parts_of(checked(name="a.odt", content=an_odt()).content)["content.xml"].decode()
    assert f">{TEXT}</text:p>" in odt
    assert "Bitte prüfen" in odt


@pytest.mark.skipif(bool(missing_libraries()), reason="no Pango on this machine")
def test_a_printout_of_our_own_passes_with_its_text():
    printed, _pages = pdf_of("<html lang=de><title>x</title><h1>Übersicht</h1><p>Größe &amp; Maß</p>")
    kept = checked(name="Übersicht.pdf", content=printed)
    assert "Größe & Maß" in PdfReader(BytesIO(kept.content)).pages[0].extract_text()


def test_every_kind_has_extensions_a_content_type_and_a_cleaner():
    assert set(FileKind) == EXTENSIONS.keys() == CONTENT_TYPES.keys() == CLEANERS.keys()


@pytest.mark.parametrize("name", HONEST)
def test_what_does_not_open_again_after_cleaning_is_refused(name, monkeypatch):
    content = HONEST[name]()
    monkeypatch.setattr(CLEANERS[kind_of(content)], "cleaned", lambda whole: whole[: len(whole) // 2])
    assert why_refused(name, content) in (refusals.DAMAGED, refusals.ADDED)


def test_what_grows_beyond_the_limit_by_cleaning_is_refused(settings, monkeypatch):
    content = a_picture("PNG")
    settings.FILE_SIZE_LIMIT = len(content)
    monkeypatch.setattr(CLEANERS["PNG"], "cleaned", lambda whole: a_picture("PNG", size=(2000, 2000)))
    with translation.override("en-gb"):
        assert "too large" in str(why_refused("a.png", content))


# --- what it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Brief.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("Brief.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("Brief.pdf", b"\x7fELF" + b"\0" * 200),
        ("Brief.pdf", b"#!/bin/sh\nrm -rf /\n"),
        ("Bild.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("Bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("Bild.gif", b"GIF89a" + b"\0" * 20),
        ("Text.docx", b"{\\rtf1 hallo}"),
        ("Tabelle.xlsx", an_archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})),
        ("Alles.zip", an_archive({"a.txt": "a"})),
        ("Alles.docx", an_archive({"a.txt": "a"})),
        ("leer.pdf", b"x"),
    ],
)
def test_what_is_none_of_our_kinds_is_refused_whatever_its_name(name, content):
    assert why_refused(name, content) == refusals.UNKNOWN


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("Rechnung.exe", a_pdf),
        ("Rechnung.pdf.exe", a_pdf),
        ("Rechnung.html", a_pdf),
        ("Rechnung", a_pdf),
        ("Rechnung.docm", a_docx),
        ("Foto.png", a_picture),
        ("Brief.pdf", a_docx),
        ("Brief.docx", an_odt),
        ("Rechnung\u202efdp.exe", a_pdf),
    ],
)
def test_a_name_that_does_not_agree_with_the_content_is_refused(name, make):
    with translation.override("en-gb"):
        assert "does not fit" in str(why_refused(name, make()))


def test_a_word_document_behind_a_password_is_told_so():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert why_refused("Brief.docx", locked) == refusals.LOCKED
    assert why_refused("Brief.doc", locked) == refusals.UNKNOWN


def test_a_file_beyond_the_limit_is_refused(settings):
    settings.FILE_SIZE_LIMIT = 1024**2
    with translation.override("de"):
        assert "1 MB" in str(why_refused("a.pdf", b"%PDF-" + b"x" * 1024**2))


def test_a_message_repeats_nothing_of_the_file():
    told = {str(value) for name, value in vars(refusals).items() if name.isupper()}
    assert len(told) == 12
    for content in (b"%PDF-1.4 Marker", a_pdf()[:200], a_docx()[:300], a_picture()[:40]):
        for name in ("Marker.pdf", "Marker.docx", "Marker.jpg"):
            with pytest.raises(Refused) as refused:
                checked(name=name, content=content)
            assert "Marker" not in str(refused.value)


@pytest.mark.parametrize("name", HONEST)
def test_half_a_file_is_a_damaged_one_and_no_error_of_ours(name):
    content = HONEST[name]()
    for part in (0.2, 0.5):
        with pytest.raises(Refused):
            checked(name=name, content=content[: int(len(content) * part)])


# --- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Vereinbarung Mai 2026.pdf", "Vereinbarung Mai 2026.pdf"),
        ("Öffnungszeiten.PDF", "Öffnungszeiten.pdf"),
        ("O\u0308ffnung.pdf", "Öffnung.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\erika\\Brief.docx", "Brief.docx"),
        ("..\\..\\Brief.docx", "Brief.docx"),
        ("/etc/cron.d/x.png", "x.png"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("\u2066a\u2069\u200b\ufeffb.pdf", "ab.pdf"),
        ("a\x00b\r\nc\td.pdf", "ab c d.pdf"),
        ('a"b<c>:d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
        ("  .. .pdf", "Datei ohne Namen.pdf"),
        (".pdf", "Datei ohne Namen.pdf"),
        ("", "Datei ohne Namen"),
        ("x" * 300 + ".docx", "x" * 95 + ".docx"),
        ("x." + "y" * 300, ("x." + "y" * 300)[:100]),
        ("\ud800a.pdf", "a.pdf"),
    ],
)
def test_a_name_is_made_harmless(raw, name):
    with translation.override("de"):
        assert harmless_name(raw) == name
    assert len(name) <= 100
