"""Proves that typing survives what happens to people: a killed server, no network, the end of the session, a closed
tab, a second device, two clicks, the back button. At most 200 characters are ever lost.
"""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import CounsellingSession
from umstieg.core.models import Draft
from umstieg.testing.make import PASSWORD, make_case
from umstieg.testing.serving import Server

from .conftest import CSP_REPORT
from .looks import PHONE, WIDE, axe_faults, faults_at
from .watch import Watch

AT_MOST = 200  # characters
TEXT = "".join(f"{number:04d} Sie sprach von der Wohnung. " for number in range(80))[:1999] + "."
# What Chromium itself writes into the console when nobody answers; anything else is a fault.
NOBODY = re.compile(r"console error: Failed to load resource: net::ERR_\w+")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def form(case):
    return reverse("cases:session_create", kwargs={"pk": case.pk})


@pytest.fixture
def alone():
    """A Watch that lets pass that nobody answers."""
    watch = Watch(CSP_REPORT)
    yield watch
    faults = [fault for fault in watch.faults() if not NOBODY.match(fault)]
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "umstieg.settings.test", "STATIC_ROOT": str(folder)}
    subprocess.run(collect, cwd=settings.BASE_DIR, env=env, check=True)  # noqa: S603  our own command
    return folder


@pytest.fixture
def server(transactional_db, static_files):
    """A server of its own, which can be killed."""
    with Server(static_root=static_files) as server:
        yield server


def note(page):
    return page.locator("textarea[name=note]")


def savestate(page):
    return page.locator("[data-savestate]")


def write(page, text=TEXT):
    note(page).press_sequentially(text, timeout=60_000)


def fill_in(page):
    page.get_by_label("Telefon", exact=True).check(force=True)


def save(page):
    page.locator(".savebar .btn-primary").click()


def kept_text():
    """The text of the one draft there is."""
    return text_of(Draft.objects.get())


def text_of(draft):
    values = (value for values in draft.facts.values() for value in values)
    return max(values, key=lambda value: (" " in value, len(value)))


def goes_on(page, form):
    """Open the form anew and take up the draft; returns its text."""
    page.goto(form)
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(savestate(page)).to_contain_text("noch nicht gespeichert")
    return note(page).input_value()


# --- what happens while typing -----------------------------------------------------------------------


def test_a_killed_server_takes_at_most_the_last_characters_and_a_new_one_gets_the_rest(people, form, server, at, alone):
    page = at(people.counsellor, address=server.url, watched_by=alone)
    page.goto(form)
    fill_in(page)
    write(page, TEXT[:1200])
    server.kill()
    assert TEXT[:1200].startswith(kept_text())
    assert len(kept_text()) >= 1200 - AT_MOST
    write(page, TEXT[1200:])
    expect(savestate(page)).to_contain_text("Keine Verbindung")
    save(page)
    expect(savestate(page)).to_contain_text("Noch nicht gespeichert")
    assert note(page).input_value() == TEXT
    server.start()
    expect(savestate(page)).to_contain_text("Entwurf gesichert", timeout=25_000)
    assert kept_text() == TEXT
    save(page)
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    assert [one.note for one in CounsellingSession.objects.all()] == [TEXT]
    assert not Draft.objects.exists()


def test_a_server_killed_together_with_the_browser_loses_at_most_the_last_characters(people, form, server, at, alone):
    page = at(people.counsellor, address=server.url, watched_by=alone)
    page.goto(form)
    write(page)
    server.kill()
    page.close()
    server.start()
    found = goes_on(at(people.counsellor, address=server.url), form)
    assert TEXT.startswith(found)
    assert len(found) >= len(TEXT) - AT_MOST


def test_without_network_the_text_stays_and_is_kept_when_it_is_back(people, form, at, alone):
    page = at(people.counsellor, watched_by=alone)
    page.goto(form)
    write(page, TEXT[:500])
    page.context.set_offline(True)
    write(page, TEXT[500:])
    expect(savestate(page)).to_contain_text("Keine Verbindung")
    assert len(kept_text()) >= 500 - AT_MOST
    page.context.set_offline(False)
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    assert kept_text() == TEXT


def test_the_page_is_not_left_silently_while_something_is_kept_nowhere(people, form, at, alone):
    page = at(people.counsellor, watched_by=alone)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(form)
    write(page, "Eins zwei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    page.close(run_before_unload=True)
    assert asked == []
    page = at(people.counsellor, watched_by=alone)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(form)
    page.context.set_offline(True)
    write(page, "Drei")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_a_closed_tab_loses_nothing_that_had_a_moment(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    write(page)
    page.close()
    found = goes_on(at(people.counsellor), form)
    assert TEXT.startswith(found)
    assert len(found) >= len(TEXT) - AT_MOST


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_end_of_a_session_loses_nothing_and_signing_in_again_goes_on(people, form, at, watch, width):
    page = at(people.counsellor, width=width)
    page.goto(form)
    # A draft that is on its way when its session ends is told so with a 400.
    watch.expect_status(page.locator("form[data-typed]").get_attribute("data-typed-at"), 400)
    fill_in(page)
    write(page, TEXT[:1000])
    Session.objects.all().delete()
    write(page, TEXT[1000:])
    expect(savestate(page)).to_contain_text("Ihre Sitzung ist beendet. Ihr Text steht noch hier.")
    save(page)
    assert page.url.endswith(form)
    assert len(kept_text()) >= 1000 - AT_MOST
    faults = axe_faults(page)
    assert not faults, "\n".join(faults)
    with page.expect_popup() as opened:
        savestate(page).get_by_role("link", name="In neuem Tab anmelden").click()
    second = opened.value
    second.get_by_label("E-Mail").fill(people.counsellor.email)
    second.get_by_label("Passwort").fill(PASSWORD)
    second.get_by_role("button", name="Anmelden").click()
    expect(second).to_have_url(re.compile("/$"))
    page.bring_to_front()
    expect(savestate(page)).to_contain_text("Wieder angemeldet", timeout=25_000)
    assert kept_text() == TEXT
    save(page)
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    assert CounsellingSession.objects.get().note == TEXT


def test_after_signing_in_at_the_same_tab_the_text_is_offered_at_the_form(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    write(page, "Eins zwei drei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    Session.objects.all().delete()
    page.reload()
    page.get_by_label("E-Mail").fill(people.counsellor.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page).to_have_url(re.compile(re.escape(form)))
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(note(page)).to_have_value("Eins zwei drei")


def test_a_page_left_standing_keeps_nothing_for_whoever_signs_in_next(people, form, at, watch):
    page = at(people.counsellor)
    page.goto(form)
    write(page, "Eins zwei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    second = page.context.new_page()
    page.context.clear_cookies()
    second.goto("/")
    second.get_by_label("E-Mail").fill(people.colleague.email)
    second.get_by_label("Passwort").fill(PASSWORD)
    second.get_by_role("button", name="Anmelden").click()
    expect(second).to_have_url(re.compile("/$"))
    page.bring_to_front()
    # The old form token is refused once, before the page learns who is there now.
    watch.expect_status(page.locator("form[data-typed]").get_attribute("data-typed-at"), 403)
    write(page, " drei")
    expect(savestate(page)).to_contain_text("jemand anderes angemeldet")
    assert Draft.objects.get().owner == people.counsellor
    assert kept_text() == "Eins zwei"


# --- devices, clicks, the way back ---------------------------------------------------------------------


def test_a_second_device_goes_on_and_the_first_one_keeps_a_text_of_its_own(people, form, at):
    desk, phone = at(people.counsellor), at(people.counsellor, width=PHONE)
    desk.goto(form)
    write(desk, "Am Tisch begonnen")
    expect(savestate(desk)).to_contain_text("Entwurf gesichert")
    assert goes_on(phone, form) == "Am Tisch begonnen"
    note(phone).press("Control+End")
    write(phone, ", unterwegs weiter")
    expect(savestate(phone)).to_contain_text("Entwurf gesichert")
    assert kept_text() == "Am Tisch begonnen, unterwegs weiter"
    write(desk, "!")
    expect(savestate(desk)).to_contain_text("an einem anderen Gerät")
    assert {text_of(draft) for draft in Draft.objects.all()} == {
        "Am Tisch begonnen!",
        "Am Tisch begonnen, unterwegs weiter",
    }


def test_what_is_typed_before_the_scripts_arrive_is_kept_too(people, form, at):
    page = at(people.counsellor)
    late = []
    page.route("**/typed*.js", lambda route: late.append(route))
    page.goto(form, wait_until="commit")
    write(page, "Schneller als die Leitung")
    late.pop().continue_()
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    assert kept_text() == "Schneller als die Leitung"


def test_two_quick_clicks_make_one_record(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    fill_in(page)
    write(page, "Einmal")
    page.locator(".savebar .btn-primary").dblclick()
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    assert CounsellingSession.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_form_with_errors_keeps_its_text_and_the_way_back_doubles_nothing(people, form, at, case):
    page = at(people.counsellor)
    page.goto(reverse("cases:detail", kwargs={"pk": case.pk}))
    page.goto(form)
    write(page, "Noch ohne Weg")
    save(page)
    expect(page.locator("[data-form-errors]")).to_be_visible()
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    page.go_back()
    page.goto(form)
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(note(page)).to_have_value("Noch ohne Weg")
    expect(page.locator("[data-form-errors]")).to_have_count(0)
    fill_in(page)
    save(page)
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    page.go_back()
    if note(page).count() and note(page).input_value():  # the browser has kept the page as it was
        save(page)
        expect(page).to_have_url(re.compile(re.escape(str(case.pk))))
    assert CounsellingSession.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_page_that_was_sent_and_is_written_on_says_so_and_loses_nothing(people, form, at):
    page, twin = at(people.counsellor), at(people.counsellor)
    page.goto(form)
    fill_in(page)
    write(page, "Eins zwei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    goes_on(twin, form)
    save(twin)
    expect(twin.get_by_text("Beratung gespeichert.")).to_be_visible()
    write(page, " drei")
    expect(savestate(page)).to_contain_text("Das ist schon gespeichert.")
    assert kept_text() == "Eins zwei drei"
    assert CounsellingSession.objects.get().note == "Eins zwei"


def test_the_offer_of_a_draft_is_a_page_like_others_and_discarding_takes_two_clicks(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    write(page, "Eins zwei drei vier")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    page.goto(form)
    offer = page.get_by_role("region", name="Entwurf")
    expect(offer).to_contain_text("4 Wörter, heute")
    offer.get_by_text("Verwerfen", exact=True).click()
    faults = faults_at(page, "draft", names=["Ginster"])
    assert not faults, "\n".join(faults)
    offer.get_by_role("button", name="Endgültig verwerfen").click()
    expect(page).to_have_url(re.compile(re.escape(form)))
    expect(page.get_by_role("region", name="Entwurf")).to_have_count(0)
    assert not Draft.objects.exists()


def test_cancelling_keeps_the_draft_and_discarding_it_leaves_nothing_behind(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    expect(page.get_by_text("Entwurf verwerfen")).to_be_hidden()
    write(page, "Eins zwei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    page.get_by_role("link", name="Abbrechen").click()
    expect(page).not_to_have_url(re.compile(re.escape(form)))
    assert kept_text() == "Eins zwei"
    page.goto(form)
    page.get_by_role("link", name="Weiterschreiben").click()
    write(page, " drei")
    page.get_by_text("Entwurf verwerfen").click()
    page.get_by_role("button", name="Endgültig verwerfen").click()
    expect(page).not_to_have_url(re.compile(re.escape(form)))
    page.wait_for_timeout(2000)  # nothing comes after it
    assert not Draft.objects.exists()


def test_without_scripts_a_draft_is_offered_and_gone_on_with(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    write(page, "Eins zwei")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    plain = at(people.counsellor, js=False)
    plain.goto(form)
    plain.get_by_role("link", name="Weiterschreiben").click()
    expect(note(plain)).to_have_value("Eins zwei")
    plain.goto(form)
    plain.get_by_text("Verwerfen", exact=True).click()
    with plain.expect_navigation():
        plain.get_by_role("button", name="Endgültig verwerfen").click()
    assert not Draft.objects.exists()


def test_nothing_of_a_text_is_stored_by_the_browser(people, form, at):
    page = at(people.counsellor)
    page.goto(form)
    write(page, "Zqwortbrowser")
    expect(savestate(page)).to_contain_text("Entwurf gesichert")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Zqwort" not in stored
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
