"""What the administration and data protection do at a screen (domain e.3): a new colleague, the lists, who opened a case."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import CounsellingSession
from umstieg.accounts.models import Invitation, Membership, User
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import record, recording
from umstieg.testing.make import make_case, make_secrecy_text, make_session
from umstieg.testing.passkeys import make_totp

from .test_grants import button, confirm, gone, link, long_signed_in, menu
from .test_signing_in import code_of

NEW = "mein eigenes Kennwort 7"
EMAIL = "nele.voss@example.org"
CHANGE = datetime.date(2026, 7, 1)  # the day from which other words hold
DAY = datetime.timedelta(days=1)


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


# --- a new colleague -----------------------------------------------------------------------------------------


@pytest.fixture
def office(people, settings):
    """The administration and the lead at work where nothing opens without a second factor."""
    settings.SECOND_FACTOR_REQUIRED = True
    make_secrecy_text()
    for who in (people.admin, people.lead):
        make_totp(who)
    return people


def sign_in(page, password=NEW):
    page.goto(reverse("account_login"))
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()


def test_a_new_colleague_is_invited_chooses_her_password_and_gets_in_as_far_as_a_lead_has_confirmed(
    office, at, watch, look
):
    case = make_case(counsellor=office.counsellor, client_facts={"pseudonym": "Ginster"})
    page = at(office.admin)
    page.goto("/")
    menu(page, "Personen")
    look(page, "people")
    link(page, "Einladen").click()
    look(page, "invite")
    page.get_by_label("Name", exact=True).fill("Nele Voss")
    page.get_by_label("E-Mail", exact=True).fill(EMAIL)
    page.get_by_label(re.compile("^Zur Verschwiegenheit verpflichtet am")).fill(timezone.localdate().isoformat())
    button(page, "Link erstellen").click()
    expect(page.get_by_text("Die Einladung ging per E-Mail hinaus.")).to_be_visible()
    look(page, "person with her link")
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    assert "Voss" not in letter.subject + letter.body
    address = re.search(r"/konto/einladung/[\w-]+/", letter.body).group()
    assert page.get_by_label("Link", exact=True).input_value().endswith(address)
    page.reload()
    assert address not in page.content()  # shown once

    link(page, "Rolle geben").click()
    look(page, "give a role")
    page.get_by_label("Rolle", exact=True).select_option(label="Berater*in")
    page.get_by_label(re.compile("^Team")).select_option(label=office.team.name)
    button(page, "Speichern").click()
    expect(page.get_by_text("Vorgeschlagen. Die Rolle gilt, sobald")).to_be_visible()
    expect(page.get_by_text("Wartet auf eine zweite Person")).to_be_visible()
    look(page, "person with a proposal")
    assert not Membership.objects.filter(user__email=EMAIL).exists()

    hers = at()
    hers.goto(address)
    look(hers, "invitation")
    hers.get_by_label("Passwort").fill("kurz")
    hers.get_by_label("Noch einmal").fill("kurz")
    hers.get_by_role("button", name="Passwort speichern").click()
    expect(hers.locator(".is-invalid").first).to_be_visible()
    look(hers, "invitation with messages")
    hers.get_by_label("Passwort").fill(NEW)
    hers.get_by_label("Noch einmal").fill(NEW)
    hers.get_by_role("button", name="Passwort speichern").click()
    expect(hers.get_by_text("Ihr Passwort ist gesetzt.")).to_be_visible()
    other = at()
    gone(other, address, watch)  # the link works once

    sign_in(hers)
    confirm(hers, NEW)
    expect(hers).to_have_url(re.compile(reverse("mfa_activate_totp")))  # first of all her second factor
    hers.goto(reverse("cases:list"))
    expect(hers).to_have_url(re.compile(reverse("mfa_activate_totp")))
    look(hers, "second factor of who is new")
    secret = hers.locator(".secret").inner_text()
    hers.get_by_label(re.compile("code", re.I)).fill(code_of(secret))
    hers.get_by_role("button", name="Einrichten").click()
    expect(hers.locator(".codes li")).to_have_count(10)
    hers.goto("/")
    assert hers.get_by_role("navigation", name="Hauptmenü", exact=True).locator("li").all_inner_texts() == ["Heute"]
    look(hers, "home without a role")
    for name in ("cases:list", "cases:cover", "people:list", "audit:log"):
        watch.expect_status(reverse(name), 403)
        assert hers.goto(reverse(name)).status == 403

    leads = at(office.lead)
    leads.goto("/")
    menu(leads, "Freigaben")
    expect(leads.get_by_text("Nele Voss").first).to_be_visible()
    look(leads, "what waits for a lead")
    long_signed_in(leads)
    with leads.expect_navigation():
        leads.get_by_role("button", name=re.compile("^Bestätigen")).click()
    assert not Membership.objects.filter(user__email=EMAIL).exists()  # her word is not enough, she says who she is
    confirm(leads)
    leads.get_by_role("button", name=re.compile("^Bestätigen")).click()
    expect(leads.get_by_text("Bestätigt.")).to_be_visible()

    assert hers.goto(reverse("cases:list")).status == 200  # with the next click, and no case that is not hers
    assert "Ginster" not in hers.content()
    gone(hers, reverse("cases:detail", args=(case.pk,)), watch)
    page.goto(reverse("people:person", args=(User.objects.get(email=EMAIL).pk,)))
    expect(page.get_by_text("Berater*in", exact=True)).to_be_visible()
    assert Invitation.objects.get().accepted_at


def test_without_a_noted_obligation_to_secrecy_the_link_waits(office, at, look):
    page = at(office.admin)
    page.goto(reverse("people:invite"))
    page.get_by_label("Name", exact=True).fill("Nele Voss")
    page.get_by_label("E-Mail", exact=True).fill(EMAIL)
    button(page, "Link erstellen").click()
    address = page.get_by_label("Link", exact=True).input_value()
    hers = at()
    hers.goto(address)
    expect(hers.get_by_text("Bitte wenden Sie sich")).to_be_visible()
    expect(hers.get_by_role("button")).to_have_count(0)
    look(hers, "invitation before the obligation")
    page.get_by_role("link", name=re.compile("^Eintragen")).click()
    look(page, "bound to secrecy")
    button(page, "Speichern").click()
    expect(page.get_by_text("Eingetragen.")).to_be_visible()
    hers.reload()
    expect(hers.get_by_role("button", name="Passwort speichern")).to_be_visible()


# --- lists ---------------------------------------------------------------------------------------------------


def add_code(page, name, german, english, group, since=""):
    page.goto(reverse("codelists:lists"))
    link(page, name).click()
    link(page, "Eintrag").click()
    page.get_by_label("Deutsch", exact=True).fill(german)
    page.get_by_label("Englisch", exact=True).fill(english)
    page.get_by_label(re.compile("^Gruppe")).select_option(label=group)
    page.get_by_label(re.compile("^Gültig ab")).fill(since)
    button(page, "Speichern").click()
    expect(page.get_by_text("Eintrag angelegt.")).to_be_visible()


def test_a_new_language_is_offered_at_once_and_a_benefit_from_its_day_on(people, at, look):
    case = make_case(counsellor=people.counsellor)
    page = at(people.admin)
    page.goto("/")
    menu(page, "Listen")
    look(page, "lists")
    add_code(page, "Sprache", "Zazaki-Prüfsprache", "Zazaki test language", "weitere Sprachen")
    look(page, "codes of a list")
    add_code(page, "Leistungen", "Wohnbonus", "Housing bonus", "Wohnkosten", CHANGE.isoformat())
    row = page.get_by_role("listitem").filter(has_text="Wohnbonus")
    expect(row).to_contain_text("ab 01.07.2026")
    tomorrow = timezone.localdate() + DAY
    add_code(page, "Themen", "Themenprobe", "Topic to come", "Sonstiges", tomorrow.isoformat())

    hers = at(people.counsellor)
    hers.goto(reverse("cases:language_create", args=(case.pk,)))
    hers.locator("select[name=language]").select_option(label="Zazaki-Prüfsprache")
    button(hers, "Speichern").click()
    expect(hers.get_by_text("Zazaki-Prüfsprache").first).to_be_visible()
    hers.goto(reverse("cases:session_create", args=(case.pk,)))
    assert "Themenprobe" not in hers.content()  # not before its day


def test_records_of_before_keep_the_words_of_their_day_and_new_ones_offer_the_new(people, at, look):
    case = make_case(counsellor=people.counsellor, opened_on=CHANGE - 30 * DAY)
    before = make_session(case, started_at=noon(CHANGE - DAY), topics=["schulden"])
    page = at(people.admin)
    page.goto(reverse("codelists:codes", args=("topic",)))
    link(page, "Schulden").click()
    look(page, "other words")
    page.get_by_label("Deutsch", exact=True).fill("Überschuldung")
    page.get_by_label(re.compile("^Von")).fill(CHANGE.isoformat())
    button(page, "Speichern").click()
    expect(link(page, "Überschuldung")).to_be_visible()

    hers = at(people.counsellor)
    hers.goto(reverse("cases:session_create", args=(case.pk,)))
    hers.get_by_label("Telefon", exact=True).check(force=True)
    assert "Schulden" not in hers.locator("form").filter(has=hers.locator("[name=topics]")).inner_text()
    hers.locator("[name=topics][value=schulden]").check(force=True)
    button(hers, "Speichern").click()
    expect(hers.locator(".tl").get_by_text("Überschuldung")).to_have_count(1)
    expect(hers.locator(".tl").get_by_text("Schulden", exact=True)).to_have_count(1)
    after = CounsellingSession.objects.exclude(pk=before.pk).get()
    for session, words in ((before, "Schulden"), (after, "Überschuldung")):
        hers.goto(reverse("cases:session_detail", args=(case.pk, session.pk)))
        expect(hers.get_by_text(words, exact=True).first).to_be_visible()


# --- who opened a case in March ------------------------------------------------------------------------------


@pytest.fixture
def opened(people, monkeypatch):
    """A case opened by two people in March, by another one in April, and another case in March."""
    case, other = make_case(counsellor=people.counsellor), make_case(counsellor=people.counsellor)
    for day, who, which in (
        ((3, 1), people.counsellor, case),
        ((3, 31), people.lead, case),
        ((4, 1), people.colleague, case),
        ((3, 10), people.stranger, other),
    ):
        clock = SimpleNamespace(now=lambda day=day: noon(datetime.date(2026, *day)))
        with monkeypatch.context() as patched:
            patched.setattr("umstieg.audit.recording.timezone", clock)
            with recording(actor=who):
                record("case.viewed", cases=[which.number], part="NOTES", object_id=which.pk)
    return case


def test_who_opened_a_case_in_march_is_answered_by_number_and_period_and_the_question_is_logged(
    people, at, opened, look
):
    page = at(people.auditor)
    page.goto("/")
    menu(page, "Protokoll")
    look(page, "log")
    page.get_by_label("Fallnummer").fill(opened.number)
    page.get_by_label("Von", exact=True).fill("2026-03-01")
    page.get_by_label("Bis", exact=True).fill("2026-03-31")
    with page.expect_navigation():
        page.get_by_role("button", name="Anzeigen").click()
    rows = page.locator("tbody tr").all_inner_texts()
    assert [any(name in row for row in rows) for name in ("Jana Lorenz", "Katrin Behrens")] == [True, True]
    assert len(rows) == 2
    assert opened.number not in page.url
    look(page, "log of a case")
    asked = AuditEvent.objects.filter(event="audit.read").latest("seq")
    assert asked.actor_id == people.auditor.pk
    assert AuditedCase.objects.filter(seq=asked.seq).get().case_number == opened.number

    hers = at(people.counsellor)  # and whoever works in the case sees that it was asked
    hers.goto(reverse("cases:ledger", args=(opened.pk,)))
    expect(hers.get_by_text("Ruth Maurer").first).to_be_visible()
    look(hers, "ledger with the question")


def test_the_log_of_a_person_opens_with_a_cause_and_a_second_person_only(people, at, opened, watch, look):
    page = at(people.auditor)
    page.goto(reverse("audit:log"))
    assert not page.locator("main form [name=person], main form [name=about], main form [name=actor]").count()
    link(page, "Suche nach Person").click()
    look(page, "searches by person")
    page.get_by_label("Person", exact=True).select_option(label="Katrin Behrens")
    page.get_by_label("Von", exact=True).fill("2026-03-01")
    page.get_by_label("Bis", exact=True).fill("2026-03-31")
    page.get_by_label(re.compile("^Anlass")).fill("Neugier")
    button(page, "Beantragen").click()
    expect(page.locator("#div_id_cause")).to_contain_text("mindestens 20 Zeichen")
    expect(page.get_by_label(re.compile("^Anlass"))).to_have_value("Neugier")
    look(page, "searches by person with messages")
    page.get_by_label(re.compile("^Anlass")).fill("Beschwerde einer Klientin über Weitergabe im März")
    button(page, "Beantragen").click()
    expect(page.get_by_text("wartet auf eine zweite Person")).to_be_visible()
    assert not page.get_by_role("link", name="Katrin Behrens").count()

    about = at(people.lead)  # not she of whom it is
    about.goto(reverse("audit:second_person"))
    assert "Beschwerde" not in about.inner_text("main")
    second = at(people.other_lead)
    second.goto(reverse("audit:second_person"))
    expect(second.get_by_text("Beschwerde einer Klientin")).to_be_visible()
    look(second, "as the second person")
    second.get_by_role("button", name="Zustimmen").click()
    expect(second.get_by_text("Entschieden.")).to_be_visible()

    page.reload()
    link(page, "Katrin Behrens").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(opened.number)
    look(page, "log of a person")
    told = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"person_search.requested", "person_search.approved", "person_log.read"} <= told
