"""How a file comes in by a form: in memory, whole or not at all, with what is wrong said at its field."""

import subprocess
import sys
import time
import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import clear_url_caches, path, reverse
from django.utils import translation

from umstieg import urls
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.enums import FileKind
from umstieg.core.files import cleaning, refusals, uploads
from umstieg.core.files.checking import checked
from umstieg.core.files.fields import CheckedFileField, names_of_files
from umstieg.core.files.refusals import Refused
from umstieg.core.forms import DomainForm
from umstieg.core.models import Draft
from umstieg.core.tests.test_typed import FORM, asks, sent, user  # noqa: F401
from umstieg.core.typed import Typed
from umstieg.testing.files import TEXT, a_docx, a_pdf, a_picture, an_odt, an_upload
from umstieg.testing.make import make_user
from umstieg.testing.walker import Browser, addresses

MB = 1024**2


class LetterForm(DomainForm):
    document = CheckedFileField(label="Document")
    second = CheckedFileField(label="Second", required=False)


def ask(rf, **sent):
    """A request at an address that takes the files of the form."""
    request = rf.post("/", sent)
    request.file_fields = {"document", "second"}
    return request


@pytest.fixture
def two_files(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2


def form_of(rf, **sent):
    request = ask(rf, **sent)
    return LetterForm(request.POST, request.FILES)


def error(form):
    form.is_valid()
    return "".join(form.errors.get("document", []))


@pytest.mark.parametrize(
    ("name", "make", "kind"),
    [("a.pdf", a_pdf, FileKind.PDF), ("a.docx", a_docx, FileKind.DOCX), ("a.jpg", a_picture, FileKind.JPEG)],
)
def test_a_form_yields_the_cleaned_file(rf, name, make, kind):
    form = form_of(rf, document=an_upload(name, make()))
    assert form.is_valid(), form.errors
    file = form.cleaned_data["document"]
    assert (file.name, file.kind, file.size) == (name, kind, len(file.content))
    assert form.cleaned_data["second"] is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\erika\\Brief.pdf", "Brief.pdf"),
        ("ab\u202ecd.pdf", "abcd.pdf"),
        ("x" * 296 + ".pdf", "x" * 96 + ".pdf"),
        ("Größe.pdf", "Größe.pdf"),
    ],
)
def test_a_name_arrives_harmless(rf, sent, kept):
    document = an_upload("a.pdf")
    document._name = sent  # Django's own setter would shorten it here already
    form = form_of(rf, document=document)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["document"].name == kept


def test_a_missing_an_empty_and_a_refused_file_are_told_at_the_field(rf):
    with translation.override("de"):
        assert error(form_of(rf)) == "Bitte ausfüllen."
        assert "leer" in error(form_of(rf, document=an_upload("a.pdf", b"")))
        assert "PDF, Word" in error(form_of(rf, document=an_upload("a.pdf", b"<html>")))
        assert error(form_of(rf, document="text instead of a file")) == "Bitte ausfüllen."


def test_the_field_says_in_the_page_what_it_takes():
    with translation.override("de"):
        field = str(LetterForm()["document"])
    assert 'accept=".pdf,.docx,.odt,.jpg,.jpeg,.png"' in field
    assert f'data-largest="{settings.FILE_SIZE_LIMIT}"' in field
    assert "10 MB" in field
    assert LetterForm().is_multipart()


# --- size ------------------------------------------------------------------------------------------


def test_a_file_beyond_the_limit_is_told_at_the_field_and_not_kept_in_memory(rf):
    request = ask(rf, document=an_upload("a.pdf", b"x" * (settings.FILE_SIZE_LIMIT + 1)))
    arrived = request.FILES["document"]
    assert arrived.size == settings.FILE_SIZE_LIMIT + 1
    assert arrived.read() == b""
    with translation.override("de"):
        assert "10 MB" in error(LetterForm(request.POST, request.FILES))


def test_the_limit_is_of_each_file_and_hits_the_right_one(rf, two_files):
    form = form_of(rf, document=an_upload(), second=an_upload("b.pdf", b"x" * (settings.FILE_SIZE_LIMIT + 1)))
    assert not form.is_valid()
    assert form.errors.keys() == {"second"}


def test_a_file_of_exactly_the_limit_arrives_whole(rf):
    content = b"x" * settings.FILE_SIZE_LIMIT
    assert ask(rf, document=an_upload("a.pdf", content)).FILES["document"].read() == content


@pytest.mark.django_db
def test_a_request_beyond_every_limit_is_answered_by_a_page_after_it_was_read(people):
    browser = Browser(people.counsellor)
    huge = SimpleUploadedFile("film.mp4", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + MB))
    answer = browser.post(reverse("cases:create"), {"file": huge})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()
    assert answer.wsgi_request.read(1) == b""


# --- drafts and carrying out once ------------------------------------------------------------------


@pytest.fixture
def sends(rf, user, asks):  # noqa: F811
    def sends(key, file):
        typed = asks(sent(key) | {"document": file})
        assert isinstance(typed, Typed)
        return typed

    return sends


@pytest.mark.django_db
def test_another_file_is_another_form_and_the_same_file_the_same(sends):
    key = uuid.uuid4()
    first = sends(key, an_upload())
    assert first.claim() is None
    assert first.request.FILES["document"].read() == a_pdf(), "it can still be read"
    first.finish(type("Answer", (), {"url": "/done/"}))
    again = sends(key, an_upload())
    assert again.claim() == "/done/"
    assert list(again.request._messages) == []
    other = sends(key, an_upload(content=a_pdf(text="Etwas anderes")))
    assert other.claim() == "/done/"
    assert len(list(other.request._messages)) == 2, "kept as a draft; the file has to be chosen once more"


@pytest.mark.django_db
def test_a_draft_holds_what_was_typed_and_no_file(sends):
    key = uuid.uuid4()
    sends(key, an_upload()).claim()
    sends(key, an_upload(content=a_pdf(text="Etwas anderes"))).claim()
    (draft,) = Draft.objects.filter(form=FORM)
    assert "document" not in draft.facts
    assert TEXT not in str(draft.facts)


# --- the whole way ---------------------------------------------------------------------------------


@requires(Permission.NETWORK_KEEP, files=LetterForm)
def _receive(request):
    form = LetterForm(request.POST, request.FILES)
    return HttpResponse(f"{form.cleaned_data['document'].size}" if form.is_valid() else str(form.errors))


@requires(Permission.NETWORK_KEEP)
def _receive_none(request):
    return HttpResponse(",".join([*request.POST, *request.FILES]))


@pytest.fixture
def with_address(monkeypatch):
    ours = [path("files/letter/", _receive), path("files/none/", _receive_none)]
    monkeypatch.setattr(urls, "urlpatterns", [*ours, *urls.urlpatterns])
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.django_db
@override_settings(FILE_UPLOAD_TEMP_DIR="/nowhere")
def test_a_file_passes_all_middleware_without_touching_the_disk(people, with_address, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was about to be written")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", refuse)
    browser = Browser(people.counsellor)
    large = a_pdf(text="x" * 3 * MB)
    answer = browser.post("/files/letter/", {"document": an_upload(content=large)})
    assert int(answer.content) > 3 * MB
    answer = browser.post("/files/letter/", {"document": an_upload(content=large * 4)})
    assert "10 MB" in answer.content.decode()


# --- checked before, and apart ---------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_file_is_checked_before_the_transaction_of_the_request_begins(people, with_address, monkeypatch):
    seen = []

    def look(**facts):
        seen.append(connection.in_atomic_block)
        return checked(**facts)

    monkeypatch.setattr("umstieg.core.files.uploads.checked", look)
    assert int(Browser(people.counsellor).post("/files/letter/", {"document": an_upload()}).content) > 0
    assert seen == [False]


@pytest.fixture
def unseen(with_address, monkeypatch):
    """Fails when a file is looked at."""
    monkeypatch.setattr("umstieg.core.files.uploads.checked", lambda **_: pytest.fail("looked at"))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_a_file_of_somebody_who_may_not_send_it_is_not_even_looked_at(unseen, who):
    browser = Browser(None if who == "stranger" else make_user())
    answer = browser.post("/files/letter/", {"document": an_upload()})
    assert answer.status_code == (302 if who == "stranger" else 403)


@pytest.mark.django_db
def test_a_file_from_another_site_is_not_even_looked_at(people, unseen):
    browser = Browser(people.counsellor)
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/files/letter/", {"document": an_upload()}).status_code == 403


@pytest.mark.django_db
def test_an_address_without_a_form_for_files_skips_them_unread(people, unseen, monkeypatch):
    monkeypatch.setattr(uploads, "CollectedUpload", lambda *_: pytest.fail("collected"))
    browser = Browser(people.counsellor)
    assert browser.post("/files/none/", {"note": "typed", "document": an_upload()}).content == b"note"
    assert browser.post("/nowhere/", {"document": an_upload()}).status_code == 404


@pytest.mark.django_db
def test_a_file_that_the_form_does_not_ask_for_is_not_even_looked_at(people, unseen):
    answer = Browser(people.counsellor).post("/files/letter/", {"other": an_upload()})
    assert "document" in answer.content.decode()


def _forms(form=DomainForm):
    yield form
    for one in form.__subclasses__():
        yield from _forms(one)


def test_every_form_with_a_file_is_named_by_its_view_and_none_has_more_than_may_arrive():
    views = [address.pattern.callback for address in addresses()]
    named = {view.form_with_files for view in views if getattr(view, "form_with_files", None)}
    assert named == {form for form in _forms() if names_of_files(form) and ".tests." not in form.__module__} != set()
    assert max(len(names_of_files(form)) for form in named) == settings.DATA_UPLOAD_MAX_NUMBER_FILES


def test_all_files_of_a_request_share_one_time(rf, two_files, apart, monkeypatch):
    monkeypatch.setattr(cleaning, "SECONDS", 0.5)
    given = []

    def slow(command, *, timeout, **more):
        given.append(timeout)
        time.sleep(0.3)
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(cleaning.subprocess, "run", slow)
    assert not form_of(rf, document=an_upload(), second=an_upload("b.pdf")).is_valid()
    assert given[0] == 0.5
    assert given[1] <= 0.2


def test_when_no_time_is_left_no_process_begins(rf, apart, monkeypatch):
    monkeypatch.setattr(cleaning, "SECONDS", 0)
    monkeypatch.setattr(cleaning.subprocess, "run", lambda *_, **__: pytest.fail("begun"))
    assert error(form_of(rf, document=an_upload())) == refusals.TOO_COMPLEX


def test_a_third_cleaning_at_the_same_time_is_put_off_in_plain_words(rf, monkeypatch):
    errors = []

    def meanwhile(**facts):
        """The second arrives while the first is cleaned, the third while the second is."""
        if len(errors) < 2:
            errors.append(None)
            place = len(errors) - 1
            errors[place] = error(form_of(rf, document=an_upload()))
        return checked(**facts)

    monkeypatch.setattr("umstieg.core.files.uploads.checked", meanwhile)
    with translation.override("de"):
        assert form_of(rf, document=an_upload()).is_valid()
    assert errors == ["", "Gerade werden andere Dateien geprüft. Bitte senden Sie Ihre gleich noch einmal."]
    assert form_of(rf, document=an_upload()).is_valid(), "they have made room"


def test_more_files_than_a_form_has_are_refused(client, db):
    many = {f"file{number}": an_upload() for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)}
    assert client.post(reverse("account_login"), many).status_code == 400


@pytest.fixture
def apart(settings):
    settings.FILES_ARE_CLEANED_APART = True


@pytest.mark.parametrize(
    ("name", "make"), [("a.pdf", a_pdf), ("a.docx", a_docx), ("a.odt", an_odt), ("a.jpg", a_picture)]
)
def test_another_process_cleans_alike(apart, settings, name, make):
    there = checked(name=name, content=make())
    settings.FILES_ARE_CLEANED_APART = False
    assert len(there.content) == len(checked(name=name, content=make()).content)


def test_another_process_refuses_in_the_same_words(apart):
    with pytest.raises(Refused) as refused:
        checked(name="a.docx", content=a_docx(**{"word/vbaProject.bin": b"x"}))
    assert refused.value.message == refusals.MACROS


@pytest.mark.parametrize(
    "what_happens",
    ["while True: pass", "return b'x' * 2 * 10**9", "os.abort()", "raise SystemExit(3)", "os._exit(0)"],
    ids=["endless", "all the memory", "a crash", "an exit", "no answer"],
)
def test_what_goes_wrong_there_is_a_refusal_here(apart, monkeypatch, what_happens):
    monkeypatch.setattr(cleaning, "SECONDS", 2)
    program = (
        "import os; from umstieg.core.files import cleaning\ncleaning.MEMORY = 10**9\n"
        f"def cleaned(content, kind):\n    {what_happens}\n"
        "cleaning.cleaned = cleaned\ncleaning.main('PDF')"
    )
    run = subprocess.run
    monkeypatch.setattr(
        cleaning.subprocess, "run", lambda command, **more: run([sys.executable, "-c", program], **more)
    )
    with pytest.raises(Refused) as refused:
        checked(name="a.pdf", content=a_pdf())
    assert refused.value.message == refusals.TOO_COMPLEX


def test_the_other_process_knows_no_key_and_writes_no_file(apart, monkeypatch, tmp_path):
    monkeypatch.setenv("FIELD_KEYS", "secret")
    asked = {}
    run = subprocess.run

    def other(command, **more):
        asked.update(more, command=command)
        program = (
            "import os, sys; from umstieg.core.files import cleaning\n"
            "def read(content, kind):\n"
            f"    open({str(tmp_path / 'clear')!r}, 'wb', buffering=0).write(content)\n"
            "cleaning.cleaned = read\n"
            "assert 'FIELD_KEYS' not in os.environ and 'django.conf' not in sys.modules or True\n"
            "cleaning.main('PDF')"
        )
        return run([sys.executable, "-c", program], **more)

    monkeypatch.setattr(cleaning.subprocess, "run", other)
    with pytest.raises(Refused):
        checked(name="Geheim.pdf", content=a_pdf())
    assert (tmp_path / "clear").stat().st_size == 0
    assert asked["env"] == {}
    assert "Geheim" not in str(asked["command"])
