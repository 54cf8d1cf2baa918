"""Files of an agreement: honest ones are kept and taken along, attacks are refused at the field or made harmless."""

import io
import re

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from network.models import AgreementFile
from network.services.agreement_file import MOST, attach_file, remove_file
from network.services.cooperation import end_agreement, make_agreement
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.core.files import refusals
from umstieg.core.formats import day
from umstieg.core.keys import fresh_key
from umstieg.core.models import FileChunk, StoredFile
from umstieg.testing.files import AUTHOR, TEXT, a_clean_file, a_docx, a_pdf, a_picture, an_archive, an_odt, parts_of
from umstieg.testing.make import make_partner, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser

MB = 1024**2


@pytest.fixture
def by(db):
    return make_user(Role.COUNSELLOR, name="Jana Lorenz")


@pytest.fixture
def agreement(by):
    return make_agreement(organisation=make_partner(name="Hafenhilfe", by=by), title="Kurzer Weg", by=by)


@pytest.fixture
def visitor(by):
    return Browser(by)


def page_for(agreement):
    return reverse("network:agreement_file_create", args=[agreement.pk])


def address_of(row):
    return reverse("network:agreement_file", args=[row.agreement_id, row.pk])


def send(visitor, agreement, name, content, facts=None):
    """A file under exactly this name, as no well-meaning browser or test client would send it."""
    url, border = page_for(agreement), "gReNzE7391"
    facts = facts or read_page(visitor.get(url).content, url).form(url).data()
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, values in facts.items()
        if key != "file"
        for value in values
    ]
    about = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    body = b"".join([*parts, f"--{border}\r\n{about}".encode(), content, f"\r\n--{border}--\r\n".encode()])
    return visitor.post(url, body, content_type=f"multipart/form-data; boundary={border}")


def kept(visitor, agreement, name, content):
    """(answer, content) of the download of what was sent."""
    answer = send(visitor, agreement, name, content)
    assert answer.status_code == 302, read_page(answer.content, page_for(agreement)).errors
    answer = visitor.get(address_of(agreement.files.get()))
    return answer, answer.getvalue()


def in_german(message) -> str:
    with translation.override("de"):
        return str(message)


# --- attacks that are refused ------------------------------------------------------------------------

HTML = b"<!doctype html><title>x</title><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = an_archive({"a.exe": b"MZ" * 200})
OUTSIDE = ("rId9", "image", "https://evil.example/a.png", True)


def a_bomb():
    return a_docx(**{"word/styles.xml": f"<x>{' ' * 40 * MB}</x>"})


def a_picture_bomb():
    """Some kilobytes that unpack to 81 million points."""
    content = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(content, "PNG")
    assert len(content.getvalue()) < MB
    return content.getvalue()


REFUSED = {
    "HTML as PDF": ("Vertrag.pdf", lambda: HTML, refusals.UNKNOWN),
    "HTML by its own name": ("Vertrag.html", lambda: HTML, refusals.UNKNOWN),
    "HTML before a PDF": ("Vertrag.pdf", lambda: HTML + a_pdf(), refusals.UNKNOWN),
    "HTML behind a PDF": ("Vertrag.pdf", lambda: a_pdf() + HTML, refusals.ADDED),
    "program as PDF": ("Vertrag.pdf", lambda: b"MZ\x90\x00" + b"\0" * 500, refusals.UNKNOWN),
    "SVG with script": ("Logo.svg", lambda: SVG, refusals.UNKNOWN),
    "SVG with script as PNG": ("Logo.png", lambda: SVG, refusals.UNKNOWN),
    "SVG with script in a document": ("A.docx", lambda: a_docx(**{"word/media/a.svg": SVG}), refusals.ACTIVE),
    "PDF that is an archive too": ("Vertrag.pdf", lambda: a_pdf() + PROGRAM, refusals.ADDED),
    "picture that is an archive too": ("Foto.jpg", lambda: a_picture() + PROGRAM, refusals.ADDED),
    "picture that is a PDF too": (
        "Foto.jpg",
        lambda: a_picture()[:2] + b"\xff\xfe\x00\x0a%PDF-1.4" + a_picture()[2:],
        refusals.ADDED,
    ),
    "document with something behind it": ("A.docx", lambda: a_docx() + b"MZ" * 20, refusals.ADDED),
    "zip bomb": ("A.docx", a_bomb, refusals.BOMB),
    "picture bomb": ("Foto.png", a_picture_bomb, refusals.TOO_MANY_PIXELS),
    "macros": ("A.docx", lambda: a_docx(**{"word/vbaProject.bin": b"x"}), refusals.MACROS),
    "macros of OpenDocument": ("A.odt", lambda: an_odt(**{"Basic/Standard/M.xml": "<x/>"}), refusals.MACROS),
    "picture from elsewhere": ("A.docx", lambda: a_docx(relations=[OUTSIDE]), refusals.FETCHES),
    "archive": ("Alles.zip", lambda: PROGRAM, refusals.UNKNOWN),
    "half a file": ("Vertrag.pdf", lambda: a_pdf()[:200], refusals.DAMAGED),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_attack_is_refused_with_a_german_message_at_the_field_and_nothing_is_stored(visitor, agreement, what):
    name, make, why = REFUSED[what]
    answer = send(visitor, agreement, name, make())
    page = read_page(answer.content, page_for(agreement))
    assert answer.status_code == 200
    assert page.error_at("file") == in_german(why)
    assert not StoredFile.objects.exists()
    assert not FileChunk.objects.exists()
    assert b"alert(" not in answer.content


@pytest.mark.parametrize("name", ["Rechnung\u202efdp.exe", "Rechnung.pdf.exe", "Rechnung.html", "Rechnung", "a.png"])
def test_a_name_that_claims_something_else_is_refused(visitor, agreement, name):
    answer = send(visitor, agreement, name, a_pdf())
    assert "passt nicht" in read_page(answer.content, page_for(agreement)).error_at("file")
    assert not StoredFile.objects.exists()


def test_a_file_beyond_the_limit_is_refused_at_the_field(visitor, agreement):
    answer = send(visitor, agreement, "Film.pdf", b"%PDF-" + b"x" * 10 * MB)
    assert answer.status_code == 200
    assert "10 MB" in read_page(answer.content, page_for(agreement)).error_at("file")
    assert not StoredFile.objects.exists()


def test_no_file_and_an_empty_one_are_told_at_the_field(visitor, agreement):
    url = page_for(agreement)
    answer = visitor.post(url, read_page(visitor.get(url).content, url).form(url).data())
    assert read_page(answer.content, url).error_at("file") == "Bitte ausfüllen."
    assert "leer" in read_page(send(visitor, agreement, "a.pdf", b"").content, url).error_at("file")


# --- attacks that are made harmless ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../../etc/cron.d/Vertrag.pdf", "Vertrag.pdf"),
        ("..\\..\\Windows\\Vertrag.pdf", "Vertrag.pdf"),
        ("%2e%2e%2fVertrag.pdf", "%2e%2e%2fVertrag.pdf"),
        ("x" * 296 + ".pdf", "x" * 96 + ".pdf"),
        ("Ver\u202etrag\u2066.pdf", "Vertrag.pdf"),
        ("Ver\u200btrag\x00.pdf", "Vertrag.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("Größe.PDF", "Größe.pdf"),
    ],
)
def test_a_name_is_harmless_on_the_page_and_at_the_download(visitor, agreement, sent, name):
    answer, _content = kept(visitor, agreement, sent, a_pdf())
    assert agreement.files.get().file.name == name
    said = answer["Content-Disposition"]
    assert said.startswith("attachment; filename=")
    assert re.fullmatch(r"[\x20-\x7e]+", said)
    assert len(said) < 500
    page = visitor.get(reverse("network:detail", args=[agreement.organisation_id])).content.decode()
    assert name in page
    assert "<img src=x" not in page


def test_a_photo_is_taken_along_without_place_device_and_author(visitor, agreement):
    content = a_picture(turned=True)
    assert Image.open(io.BytesIO(content)).getexif()
    answer, content = kept(visitor, agreement, "Foto.jpg", content)
    assert answer["Content-Type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(content)).getexif()
    assert AUTHOR.encode() not in content
    assert b"Telefon 17" not in content


@pytest.mark.parametrize(("name", "make"), [("A.pdf", a_pdf), ("A.docx", a_docx), ("A.odt", an_odt)])
def test_a_document_is_taken_along_with_its_text_and_without_its_author(visitor, agreement, name, make):
    _answer, content = kept(visitor, agreement, name, make())
    text = b"".join(parts_of(content).values()) if content.startswith(b"PK") else content
    assert AUTHOR.encode() not in text
    assert TEXT in (
        PdfReader(io.BytesIO(content)).pages[0].extract_text() if name == "A.pdf" else text.decode("latin-1")
    )


def test_what_was_put_behind_a_picture_is_left_behind(visitor, agreement):
    _answer, content = kept(visitor, agreement, "Foto.png", a_picture("PNG") + HTML)
    assert HTML not in content


def run_when_opened(pdf):
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    pdf.root_object[NameObject("/OpenAction")] = script


def test_a_script_in_a_pdf_is_taken_out(visitor, agreement):
    _answer, content = kept(visitor, agreement, "A.pdf", a_pdf(change=run_when_opened))
    assert b"app.alert" not in content
    assert "/OpenAction" not in PdfReader(io.BytesIO(content)).root_object


# --- kept, taken along, removed ----------------------------------------------------------------------


def test_a_download_is_saved_never_shown_and_kept_by_nobody(visitor, agreement):
    answer, content = kept(visitor, agreement, "Vertrag.pdf", a_pdf())
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Length"] == str(len(content))


def test_the_log_knows_who_took_a_file_along_and_not_its_name(by, visitor, agreement):
    attach_file(agreement=agreement, upload=a_clean_file("Geheimsache.pdf"), by=by)
    row, reader = agreement.files.get(), make_user(Role.OUTREACH_WORKER)
    assert Browser(reader).get(address_of(row)).status_code == 200
    seen = AuditEvent.objects.latest("seq")
    assert (seen.event, seen.actor_id) == ("agreement_file.viewed", reader.pk)
    assert seen.acts[0]["about"] == str(row.pk)
    remove_file(row=row, by=by)
    told = AuditEvent.objects.filter(acts__0__about=str(row.pk)).order_by("seq").values_list("event", flat=True)
    assert list(told) == ["agreement_file.added", "agreement_file.viewed", "agreement_file.removed"]
    assert "Geheimsache" not in f"{list(LogEntry.objects.values())} {list(AuditEvent.objects.values())}"


def test_the_card_shows_name_kind_size_day_and_by_whom(by, visitor, agreement):
    attach_file(agreement=agreement, upload=a_clean_file("Vertrag.pdf"), by=by)
    page = visitor.get(reverse("network:detail", args=[agreement.organisation_id])).content.decode()
    part = page.split('class="files"', 1)[1].split("</ul>", 1)[0]
    for shown in (
        "Vertrag.pdf",
        "PDF",
        "Bytes",
        day(timezone.localdate()),
        "Jana Lorenz",
        address_of(agreement.files.get()),
    ):
        assert shown in part


def test_those_who_only_look_take_files_along_and_change_none(by, agreement):
    row = attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    reader = Browser(make_user(Role.OUTREACH_WORKER))
    page = reader.get(reverse("network:detail", args=[agreement.organisation_id])).content.decode()
    assert address_of(row) in page
    assert "dateien/neu" not in page
    assert "entfernen" not in page
    assert reader.post(f"{address_of(row)}entfernen/").status_code == 403
    assert AgreementFile.objects.exists()


def test_a_file_under_another_agreement_is_not_there(by, visitor, agreement):
    row = attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    other = make_agreement(organisation=agreement.organisation, title="Räume", by=by)
    for address in (
        reverse("network:agreement_file", args=[other.pk, row.pk]),
        reverse("network:agreement_file", args=[agreement.pk, other.pk]),
        reverse("network:agreement_file", args=[agreement.pk, row.file_id]),
    ):
        assert visitor.get(address).status_code == 404
        assert visitor.post(f"{address}entfernen/").status_code == 404
    assert AgreementFile.objects.exists()


def test_an_agreement_keeps_no_more_than_twenty_files(by, visitor, agreement):
    upload = a_clean_file()
    for _number in range(MOST):
        attach_file(agreement=agreement, upload=upload, by=by)
    with pytest.raises(DomainError) as refused:
        attach_file(agreement=agreement, upload=upload, by=by)
    assert refused.value.field == "file"
    answer = send(visitor, agreement, "Vertrag.pdf", a_pdf())
    assert "höchstens 20 Dateien" in read_page(answer.content, page_for(agreement)).error_at("file")
    assert StoredFile.objects.count() == MOST
    attach_file(agreement=make_agreement(organisation=agreement.organisation, title="x", by=by), upload=upload, by=by)


def test_a_file_sent_twice_is_kept_once_and_another_beside_it(visitor, agreement):
    url = page_for(agreement)
    facts = read_page(visitor.get(url).content, url).form(url).data()
    for _click in range(2):
        assert send(visitor, agreement, "A.pdf", a_pdf(), facts).status_code == 302
    assert agreement.files.count() == 1
    assert send(visitor, agreement, "B.pdf", a_pdf("Anders"), facts).status_code == 302
    assert agreement.files.count() == 2


def test_a_removed_file_is_gone_with_its_content_and_a_second_click_does_no_harm(by, visitor, agreement):
    row = attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    attach_file(agreement=agreement, upload=a_clean_file("Bleibt.pdf"), by=by)
    assert visitor.post(f"{address_of(row)}entfernen/").status_code == 302
    remove_file(row=row, by=by)
    assert visitor.get(address_of(row)).status_code == 404
    assert [one.name for one in StoredFile.objects.all()] == ["Bleibt.pdf"]
    assert set(FileChunk.objects.values_list("file", flat=True)) == {StoredFile.objects.get().pk}


def test_an_ended_agreement_keeps_its_files_and_takes_the_paper_that_ends_it(by, visitor, agreement):
    row = attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    end_agreement(agreement=agreement, by=by)
    attach_file(agreement=agreement, upload=a_clean_file("Kündigung.pdf"), by=by)
    assert visitor.get(address_of(row)).status_code == 200


def test_an_agreement_cannot_go_and_leave_the_content_of_its_files_behind(by, agreement):
    row = attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    for one in (agreement, agreement.organisation, row.file):
        with pytest.raises(ProtectedError):
            one.delete()


def test_a_file_can_still_be_opened_after_the_keys_were_changed(by, visitor, agreement, settings):
    new, row = f"new:{fresh_key()}", attach_file(agreement=agreement, upload=a_clean_file(), by=by)
    with override_settings(FIELD_KEYS=f"{new},{settings.FIELD_KEYS}"):
        call_command("rotate_keys", stdout=io.StringIO(), stderr=io.StringIO())
    with override_settings(FIELD_KEYS=new):
        assert visitor.get(address_of(row)).getvalue() == a_clean_file().content
