"""The printout of who has looked: one page in six languages, marked until somebody of the centre has confirmed it."""

import pytest
from django.urls import reverse

import cases.views.ledger
import umstieg.core.pdf
from cases.enums import Standing, Told
from cases.models import Case
from cases.printouts import LEDGER
from cases.queries.case_file import open_file
from cases.queries.ledger_print import ledger_printout
from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase
from umstieg.centre.models import ConfirmedText
from umstieg.centre.queries import unchecked_languages
from umstieg.centre.services import confirm_text, name_centre, print_staff_as
from umstieg.core.errors import DomainError
from umstieg.core.pdf import missing_libraries, pdf_of
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
TRANSLATED = {"ro", "bg", "hu", "es"}


@pytest.fixture
def case(people):
    name_centre(name="Beratungsstelle", by=None)
    made = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Linde", "name": "Rosa Beispiel"})
    make_session(made)
    return made


def sheet(user, case, language, **more):
    opened = open_file(user, case.pk, Part.FACTS)
    return ledger_printout(opened, Part(opened.shown_part), language, **more)


def test_every_language_has_every_word_and_no_word_is_left_over():
    keys = {name: set(words) for name, words in LEDGER.words.items()}
    assert set(keys) == TRANSLATED | {"de", "en"}
    assert all(found == keys["de"] for found in keys.values())
    assert {*Told.values, *Standing.values} == {key for key in keys["de"] if key.isupper()}
    assert all(text.strip() for words in LEDGER.words.values() for text in words.values())


@pytest.mark.parametrize("language", LEDGER.words)
def test_the_sheet_is_in_one_language_with_two_sentences_why_and_how_to_object(people, case, sign_in, language):
    text = sign_in(people.counsellor).get(_url("ledger_print", case), {"sprache": language}).content.decode()
    for key in ("title", "who_may", "objection", "LOGGED"):
        assert LEDGER.words[language][key] in text
    assert "Jana Lorenz" in text
    assert "Linde" not in text
    assert "Rosa" not in text


def _url(name, case):
    return reverse(f"cases:{name}", args=(case.pk,))


def test_a_translation_is_marked_until_exactly_these_words_are_confirmed(people, case, monkeypatch):
    assert unchecked_languages(LEDGER) == TRANSLATED
    assert sheet(people.counsellor, case, "bg")["unchecked"] == "непроверено · ungeprüft · not yet checked"
    confirm_text(key="ledger", language="bg", version=LEDGER.version("bg"), by=people.lead)
    assert unchecked_languages(LEDGER) == TRANSLATED - {"bg"}
    assert sheet(people.counsellor, case, "bg")["unchecked"] == ""
    monkeypatch.setitem(LEDGER.words["bg"], "older", "Нещо друго.")
    assert "bg" in unchecked_languages(LEDGER)
    assert sheet(people.counsellor, case, "de")["unchecked"] == ""


def test_only_words_that_stand_there_now_and_are_translations_are_confirmed(people):
    for language, version in (("bg", "0" * 64), ("de", LEDGER.version("de")), ("xx", "")):
        with pytest.raises(DomainError):
            confirm_text(key="ledger", language=language, version=version, by=people.admin)
    assert not ConfirmedText.objects.exists()


def test_lead_and_administration_confirm_on_their_page_and_nobody_else(people, case, sign_in):
    url, data = reverse("centre:texts"), {"key": "ledger", "language": "ro", "version": LEDGER.version("ro")}
    for who in ("counsellor", "outreach", "auditor", "nobody"):
        assert sign_in(people.by_name[who]).post(url, data).status_code == 403
    for who in ("lead", "admin"):
        browser = sign_in(people.by_name[who])
        assert browser.get(url).status_code == 200
        assert browser.post(url, data).status_code == 302
    confirmed = ConfirmedText.objects.get()
    assert (confirmed.language, confirmed.confirmed_by) == ("ro", people.lead)


def test_the_centre_decides_whether_names_or_functions_stand_on_it(people, case):
    assert sheet(people.counsellor, case, "es")["rows"][0]["who"] == "Jana Lorenz, persona de contacto"
    print_staff_as(how="FUNCTION", by=people.lead)
    shown = sheet(people.counsellor, case, "es")
    assert shown["rows"][0]["who"] == "persona de contacto"
    assert "Lorenz" not in str(shown)


def test_a_lead_prints_no_more_than_she_reads(people, case):
    assert sheet(people.lead, case, "de")["rows"][0]["what"] == "hat in der Akte gearbeitet"
    assert sheet(people.counsellor, case, "de")["rows"][0]["what"] == "hat ein Gespräch eingetragen"


def test_an_unknown_language_is_german(people, case, sign_in):
    answer = sign_in(people.counsellor).get(_url("ledger_print", case), {"sprache": "../xx"})
    assert answer.context["sheet"]["language"] == "de"


@pytest.mark.skipif(bool(missing_libraries()), reason="no Pango on this machine")
@pytest.mark.parametrize("language", LEDGER.words)
def test_the_pdf_is_one_page_with_a_file_name_that_names_nobody(people, case, sign_in, language, monkeypatch):
    for _each in range(30):
        make_session(case)
    pages = []

    def counted(html):
        made, number = pdf_of(html)
        pages.append(number)
        return made, number

    monkeypatch.setattr("cases.views.ledger.pdf_of", counted)
    answer = sign_in(people.counsellor).get(_url("ledger_pdf", case), {"sprache": language})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.number}-{language}.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert pages[-1] == 1
    assert AuditedCase.objects.filter(case_number=case.number, event="ledger.printed").count() == 1


@pytest.mark.skipif(bool(missing_libraries()), reason="no Pango on this machine")
def test_a_printout_uses_our_fonts_and_fetches_nothing_else(monkeypatch, tmp_path):
    secret, answered, real = tmp_path / "secret.png", [], umstieg.core.pdf.font
    secret.write_text("x")

    def watched(url):
        answer = real(url)
        answered.append(url.rpartition("/")[2])
        return answer

    monkeypatch.setattr(umstieg.core.pdf, "font", watched)
    fonts = umstieg.core.pdf.FONTS.as_uri()
    sources = (secret.as_uri(), "http://127.0.0.1:9/x", f"{fonts}/../css/base.css", f"{fonts}/%2e%2e/css/base.css")
    made, _pages = pdf_of("<p>Досие</p>" + "".join(f'<img src="{one}">' for one in sources))
    assert answered
    assert {name.rpartition(".")[2] for name in answered} == {"woff2"}
    assert made.startswith(b"%PDF-")


def test_without_pango_the_page_itself_is_offered(people, case, sign_in, monkeypatch):
    monkeypatch.setattr(cases.views.ledger, "missing_libraries", lambda: ["libpango-1.0-0"])
    browser = sign_in(people.counsellor)
    assert browser.get(_url("ledger_pdf", case)).url == _url("ledger_print", case)
    assert _url("ledger_pdf", case) not in browser.get(_url("ledger_print", case)).content.decode()
    assert Case.objects.count() == 1
