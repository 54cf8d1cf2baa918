"""Who may see what, by hand: stepping in, a lead's reason, an emergency, a lock. Each is seen by others, and each ends."""

import datetime
import re
import time

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import CaseGrant, CaseLock, CounsellingSession
from cases.services.case import change_case
from cases.services.grant import lock_case, open_in_emergency, open_with_reason, step_in
from umstieg.access.enums import Role
from umstieg.accounts.services import add_membership
from umstieg.accounts.sessions import SessionStore
from umstieg.audit.models import AuditedCase
from umstieg.testing.make import PASSWORD, make_case, make_session

NAMES = ["Ginster", "Stoyanova"]
WHY = "Sie steht vor der Tür und niemand sonst ist da."
NOT_THERE = "Diese Seite gibt es nicht"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def case(people):
    """The colleague's case, with the counsellor as its named deputy."""
    facts = {"pseudonym": "Ginster", "identity_kind": "NAMED", "name": "Elena Stoyanova", "nationality": "bg"}
    case = make_case(counsellor=people.colleague, client_facts=facts)
    change_case(case=case, deputy=people.counsellor, by=people.colleague)
    make_session(case, note="Nordlicht")
    return case


def file_of(case):
    return reverse("cases:detail", args=(case.pk,))


def gone(page, path, watch):
    """An address that is for her as if there were nothing."""
    watch.expect_status(path, 404)
    assert page.goto(path).status == 404
    expect(page.get_by_text(NOT_THERE)).to_be_visible()


def long_signed_in(page):
    """The password was given an hour ago, and not since."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    for method in session["account_authentication_methods"]:
        method["at"] = time.time() - HOUR.total_seconds()
    session.modified = True
    session.save()


def confirm(page, password=PASSWORD):
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte bestätigen Sie, dass Sie es sind")
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Bestätigen").click()


def button(page, name):
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("main").get_by_role("link", name=name, exact=True)


def menu(page, name):
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name=name).locator("visible=true").click()


def found_by(page, words) -> str:
    """What a search shows."""
    page.goto("/")
    page.fill("[data-key-search]", words)
    page.press("[data-key-search]", "Enter")
    page.wait_for_url("**" + reverse("cases:search"))
    return page.inner_text("main")


# --- stepping in ---------------------------------------------------------------------------------------------


def test_the_deputy_steps_in_works_in_the_case_and_is_out_with_the_next_click(people, at, case, watch, look):
    page = at(people.counsellor)
    gone(page, file_of(case), watch)
    page.goto("/")
    menu(page, "Vertretung")
    assert "Ginster" not in page.inner_text("main")  # how many cases, not whose
    look(page, "cover")
    page.get_by_label(re.compile("^Begründung")).fill("Krank seit heute")
    button(page, "Vertretung antreten").click()
    expect(page.get_by_role("heading", name="Sie vertreten Emre Tan")).to_be_visible()
    look(page, "covering", NAMES)
    link(page, "Ginster").click()
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    expect(page.get_by_text("Sie sehen diese Akte auf Zeit")).to_be_visible()
    look(page, "file of a covered case", NAMES)
    link(page, "Beratung erfassen").first.click()
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_label(re.compile("^Notiz")).fill("Termin beim Amt verschoben.")
    button(page, "Speichern").click()
    expect(page.get_by_text("Termin beim Amt verschoben.")).to_be_visible()
    assert CounsellingSession.objects.filter(case=case, counsellor=people.counsellor).count() == 1

    theirs = at(people.colleague)  # the contact person, back at work
    theirs.goto(file_of(case))
    watched = theirs.locator(".safe.watched")
    expect(watched).to_contain_text("Auch offen für")
    expect(watched).to_contain_text("Jana Lorenz (Vertretung")
    look(theirs, "file somebody else may see", NAMES)
    watched.get_by_role("link", name="Zugriff").click()
    expect(theirs.get_by_text("Krank seit heute")).to_be_visible()
    look(theirs, "access", NAMES)
    theirs.get_by_role("button", name="Jetzt beenden").click()
    expect(theirs.get_by_text("beendet von Emre Tan")).to_be_visible()

    gone(page, file_of(case), watch)
    page.goto(reverse("cases:list"))
    assert "Ginster" not in page.inner_text("main")


def test_the_deputy_ends_it_herself(people, at, case, watch):
    today = timezone.localdate()
    step_in(colleague=people.colleague, until=today, reason="Urlaub", by=people.counsellor)
    page = at(people.counsellor)
    page.goto(reverse("cases:cover"))
    button(page, "Vertretung beenden").click()
    expect(page.get_by_text("Sie vertreten Emre Tan nicht mehr.")).to_be_visible()
    assert "Ginster" not in page.inner_text("main")
    gone(page, file_of(case), watch)


def test_a_cover_of_more_than_six_weeks_is_refused_at_its_field_and_what_was_typed_stays(people, at, case, look):
    page = at(people.counsellor)
    page.goto(reverse("cases:cover"))
    page.get_by_label(re.compile("^Bis einschließlich")).fill((timezone.localdate() + 43 * 24 * HOUR).isoformat())
    page.get_by_label(re.compile("^Begründung")).fill("Sabbatjahr")
    button(page, "Vertretung antreten").click()
    expect(page.locator("#div_id_until")).to_contain_text("Höchstens sechs Wochen; danach")
    expect(page.get_by_label(re.compile("^Begründung"))).to_have_value("Sabbatjahr")
    look(page, "cover with messages")
    assert not CaseGrant.objects.exists()


# --- a lead's reason -----------------------------------------------------------------------------------------


def test_a_lead_opens_identity_and_notes_with_a_reason_and_the_rest_by_a_second_one(people, at, case, look):
    page = at(people.lead)
    page.goto("/")
    menu(page, "Team")
    link(page, "Ginster").first.click()
    expect(page.get_by_text("Sie sehen die Eckdaten dieses Falls")).to_be_visible()
    assert not any(word in page.content() for word in ("Nordlicht", "Stoyanova", "Bulgarien"))
    look(page, "facts for a lead", NAMES)
    long_signed_in(page)
    link(page, "Mit Begründung öffnen").click()
    look(page, "reason of a lead", NAMES)
    page.get_by_label("Fallbesprechung", exact=True).check(force=True)
    page.get_by_label(re.compile("^Begründung")).fill("Fallbesprechung am Dienstag")
    button(page, "Bis Mitternacht öffnen").click()
    confirm(page)
    assert not CaseGrant.objects.exists()  # her password alone opens nothing
    expect(page.get_by_label("Fallbesprechung", exact=True)).to_be_checked()
    expect(page.get_by_label(re.compile("^Begründung"))).to_have_value("Fallbesprechung am Dienstag")
    button(page, "Bis Mitternacht öffnen").click()
    expect(page.get_by_text("Bis Mitternacht geöffnet.")).to_be_visible()
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    look(page, "file opened with a reason", NAMES)
    assert not link(page, "Beratung erfassen").count()
    link(page, "Person und Kontakt").click()
    expect(page.get_by_text("Elena Stoyanova")).to_be_visible()
    assert "Bulgarien" not in page.content()
    look(page, "identity for a lead", NAMES)

    page.get_by_role("link", name="Auch besonders Geschütztes öffnen").click()
    look(page, "second step", NAMES)
    page.get_by_label(re.compile("^Begründung")).fill("Frage zum Aufenthalt")
    button(page, "Auch das öffnen").click()
    expect(page.get_by_text("Bis Mitternacht geöffnet.")).to_be_visible()
    link(page, "Person und Kontakt").click()
    expect(page.get_by_text("Bulgarien")).to_be_visible()

    theirs = at(people.colleague)
    theirs.goto(file_of(case))
    watched = theirs.locator(".safe.watched")
    expect(watched).to_contain_text("Katrin Behrens (Fallbesprechung, auch besonders Geschütztes")
    watched.get_by_role("link", name="Zugriff").click()
    for reason in ("Fallbesprechung am Dienstag", "Frage zum Aufenthalt"):
        expect(theirs.get_by_text(reason)).to_be_visible()


def test_whoever_cannot_confirm_opens_nothing(people, at, case):
    page = at(people.lead)
    page.goto(reverse("cases:reason", args=(case.pk,)))
    long_signed_in(page)
    page.get_by_label("Qualität", exact=True).check(force=True)
    page.get_by_label(re.compile("^Begründung")).fill("Stichprobe im Quartal")
    button(page, "Bis Mitternacht öffnen").click()
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Bestätigen").click()
    expect(page.locator(".is-invalid")).to_be_visible()
    page.goto(file_of(case))
    expect(page.get_by_text("Sie sehen die Eckdaten dieses Falls")).to_be_visible()
    assert not CaseGrant.objects.exists()


def test_a_lead_reads_without_a_reason_who_may_look_and_never_why(people, at, case, look):
    step_in(colleague=people.colleague, until=timezone.localdate(), reason="Sie ist in Kur", by=people.counsellor)
    page = at(people.lead)
    page.goto(file_of(case))
    link(page, "Wer diesen Fall ansehen darf").click()
    expect(page.get_by_text("Jana Lorenz: Vertretung")).to_be_visible()
    assert "Kur" not in page.content()
    look(page, "access for a lead", NAMES)
    page.get_by_role("button", name="Jetzt beenden").click()
    expect(page.get_by_text("beendet von Katrin Behrens")).to_be_visible()


# --- an emergency --------------------------------------------------------------------------------------------


def test_in_an_emergency_a_case_opens_for_an_hour_at_most_and_its_lead_reviews_it(people, at, case, watch, look):
    page = at(people.stranger)
    gone(page, file_of(case), watch)
    page.goto(reverse("cases:cover"))
    page.get_by_role("link", name="Fall im Notfall öffnen").click()
    expect(page.locator("[name=duration]")).to_have_count(3)
    assert page.locator("[name=duration]").evaluate_all("all => all.map((one) => one.value)") == ["15", "30", "60"]
    look(page, "emergency")
    page.get_by_label("Fallnummer").fill(case.number)
    page.get_by_label("15 Minuten", exact=True).check(force=True)
    page.get_by_label(re.compile("^Begründung")).fill("Notfall, dringend!!")  # 19 characters
    button(page, "Jetzt öffnen").click()
    expect(page.locator("#div_id_reason")).to_contain_text("in einem Satz")
    expect(page.get_by_label(re.compile("^Begründung"))).to_have_value("Notfall, dringend!!")
    expect(page.get_by_label("Fallnummer")).to_have_value(case.number)
    expect(page.get_by_label("15 Minuten", exact=True)).to_be_checked()
    assert not CaseGrant.objects.exists()
    look(page, "emergency with messages")
    page.get_by_label(re.compile("^Begründung")).fill(WHY)
    button(page, "Jetzt öffnen").click()
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    expect(page.get_by_text("nur zum Lesen")).to_be_visible()
    assert not link(page, "Beratung erfassen").count()
    look(page, "file opened in an emergency", NAMES)
    assert {letter.to[0] for letter in mail.outbox} == {people.lead.email, people.auditor.email}

    leads = at(people.lead)
    leads.goto(reverse("desk:team"))
    leads.get_by_role("link", name=re.compile("1 Notfallöffnung nachsehen")).click()
    look(leads, "openings to review")
    leads.get_by_role("link", name=case.number).click()
    expect(leads.get_by_text(WHY)).to_be_visible()
    look(leads, "review", NAMES)
    leads.get_by_label("war richtig", exact=True).check(force=True)
    button(leads, "Speichern").click()
    expect(leads.get_by_text("Nachgesehen.")).to_be_visible()
    assert CaseGrant.objects.get().reviewed_by == people.lead
    assert AuditedCase.objects.filter(case_number=case.number, event="case.viewed", part="NOTES").exists()
    leads.goto(reverse("desk:team"))
    assert "Notfallöffnung" not in leads.inner_text("main")


def test_an_emergency_is_over_by_itself(people, at, case, watch):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    page = at(people.stranger)
    page.goto(file_of(case))
    expect(page.get_by_text("Nordlicht")).to_be_visible()
    now = timezone.now()
    CaseGrant.objects.filter(pk=grant.pk).update(starts_at=now - HOUR, ends_at=now - HOUR / 60)
    gone(page, file_of(case), watch)


def test_what_nobody_has_looked_at_for_more_than_seven_days_is_red(people, at, case, look):
    grant = open_in_emergency(number=case.number, reason=WHY, duration=15, by=people.stranger)
    page, team = at(people.lead), reverse("desk:team")
    page.goto(team)
    waiting = page.get_by_role("link", name=re.compile("1 Notfallöffnung nachsehen"))
    calm = waiting.evaluate("el => getComputedStyle(el).color")
    before = timezone.now() - 8 * 24 * HOUR
    CaseGrant.objects.filter(pk=grant.pk).update(starts_at=before, ends_at=before + HOUR / 4)
    page.goto(team)
    expect(waiting).to_contain_text("1 seit mehr als sieben Tagen")
    red = waiting.evaluate("el => getComputedStyle(el).color")
    assert red != calm
    look(page, "team with a late review", NAMES)
    waiting.click()
    late = page.get_by_text("wartet länger als sieben Tage")
    assert late.evaluate("el => getComputedStyle(el).color") == red
    look(page, "late review")
    page.goto(reverse("cases:access", args=(case.pk,)))
    expect(page.get_by_text("noch nicht nachgesehen")).to_be_visible()


# --- a lock --------------------------------------------------------------------------------------------------


def test_from_whom_a_case_is_hidden_finds_it_nowhere_though_she_leads_its_team(people, at, case, watch, look):
    add_membership(user=people.lead, role=Role.COUNSELLOR, team=people.team, by=None)
    open_with_reason(case=case, cause="QUALITY", reason="Stichprobe im Quartal", by=people.lead)
    leads = at(people.lead)
    assert "Ginster" in found_by(leads, "Ginst")

    theirs = at(people.colleague)
    theirs.goto(reverse("cases:access", args=(case.pk,)))
    theirs.get_by_role("link", name="Vor Kolleg*in sperren").click()
    look(theirs, "hide a case", NAMES)
    theirs.get_by_label(re.compile("^Vor wem")).select_option(label="Katrin Behrens")
    theirs.get_by_label(re.compile("^Begründung")).fill("Schwägerin der Klientin")
    button(theirs, "Sperren").click()
    expect(theirs.get_by_text("Schwägerin der Klientin")).to_be_visible()
    look(theirs, "a hidden case", NAMES)

    for name in ("detail", "person", "reading", "access", "ledger", "reason", "restricted", "lock_create"):
        gone(leads, reverse(f"cases:{name}", args=(case.pk,)), watch)
    for path in ("/", reverse("desk:team"), reverse("cases:list") + "?state=all", reverse("cases:reviews")):
        leads.goto(path)
        assert not any(word in leads.content() for word in ("Ginster", case.number)), path
    for words in ("Ginst", "Stoyan", case.number):
        shown = found_by(leads, words)
        assert "Ginster" not in shown
        assert words == case.number or case.number not in shown
    leads.goto(reverse("cases:emergency"))
    leads.get_by_label("Fallnummer").fill(case.number)
    leads.get_by_label(re.compile("^Begründung")).fill(WHY)
    button(leads, "Jetzt öffnen").click()
    refused = leads.locator("#div_id_number").inner_text()
    leads.get_by_label("Fallnummer").fill("99-9999")
    button(leads, "Jetzt öffnen").click()
    assert leads.locator("#div_id_number").inner_text() == refused  # as for one that does not exist
    assert not CaseGrant.objects.filter(kind="EMERGENCY").exists()

    for who in (people.colleague, people.lead, people.admin):
        page = at(who)
        watch.expect_status(reverse("cases:locks"), 403)
        assert page.goto(reverse("cases:locks")).status == 403
    page = at(people.auditor)
    page.goto("/")
    menu(page, "Sperren")
    expect(page.get_by_text("gesperrt vor Katrin Behrens")).to_be_visible()
    assert not any(word in page.content() for word in ("Ginster", "Schwägerin"))
    look(page, "locks", NAMES)
    page.get_by_role("button", name="Sperre aufheben").click()
    expect(page.get_by_text("Die Sperre ist aufgehoben.")).to_be_visible()
    assert CaseLock.objects.get().lifted_by == people.auditor
    leads.goto(file_of(case))
    expect(leads.get_by_role("heading", level=1)).to_have_text("Ginster")
    expect(leads.get_by_text("Sie sehen die Eckdaten dieses Falls")).to_be_visible()  # what she was given is over


def test_whoever_changes_the_people_of_a_case_is_not_told_of_a_lock(people, at, case, look):
    add_membership(user=people.stranger, role=Role.COUNSELLOR, team=people.team, by=None)
    page = at(people.colleague)
    page.goto(reverse("cases:change", args=(case.pk,)))
    page.locator("[name=deputy]").select_option(label="Paul Weber")
    lock_case(case=case, user=people.stranger, reason="Nachbar", by=people.lead)
    button(page, "Speichern").click()
    expect(page.locator("#div_id_deputy")).to_contain_text("Diese Person kann hier nicht eingetragen werden.")
    assert "Paul Weber" not in page.inner_text("main")
    look(page, "people of a case with messages", NAMES)
    case.refresh_from_db()
    assert case.deputy == people.counsellor
