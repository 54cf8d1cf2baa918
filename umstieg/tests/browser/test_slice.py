"""The thin slice, typed by hand at a screen and on a phone: from signing in to reading an earlier version back."""

import re

import pytest
from playwright.sync_api import expect

from umstieg.audit.verification import verify
from umstieg.testing.make import PASSWORD

from .looks import PHONE, WIDE, shape_faults

NOTE = "Grenzen, Erwartungen und Schweigepflicht besprochen."
CORRECTED = NOTE + " Sie möchte zuerst ein Konto."


def sign_in(page, user):
    page.goto("/")
    expect(page).to_have_url(re.compile("/konto/anmelden/"))
    page.get_by_label("E-Mail").press_sequentially(user.email)
    page.get_by_label("Passwort").press_sequentially(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text(re.compile(rf"Guten (Morgen|Tag|Abend), {user.name.split()[0]}\."))).to_be_visible()


def go_to_cases(page):
    """By the menu of this width: the rail, or the bar of the phone."""
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Fälle").locator("visible=true").click()


def open_case(page, kept, **typed):
    """Through the navigation to the form; returns the number of the new case."""
    go_to_cases(page)
    page.get_by_role("link", name="Fall eröffnen").first.click()
    page.get_by_role("link", name="Nichts zu suchen: gleich anlegen").click()
    page.get_by_label(kept, exact=True).check(force=True)
    for label, text in typed.items():
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    if kept == "anonym":
        assert page.get_by_label(re.compile("^Pseudonym")).input_value()  # a proposal stands ready
    if "Pseudonym" in typed and kept == "mit Pseudonym":
        page.get_by_label(re.compile("^Am besten gesprochene Sprache")).select_option(label="Bulgarisch")
        page.get_by_label("Sprachmittlung nötig").check()
    page.get_by_role("button", name="Fall eröffnen").click()
    receipt = page.get_by_text(re.compile(r"Fall \d\d-\d{4} eröffnet\."))
    expect(receipt).to_be_visible()
    assert not shape_faults(page)
    return re.search(r"\d\d-\d{4}", receipt.inner_text()).group()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_counsellor_opens_three_cases_logs_a_mediated_session_corrects_it_and_reads_it_back(people, at, width):
    page = at(width=width)
    sign_in(page, people.counsellor)

    numbers = [open_case(page, "anonym")]
    page.get_by_role("link", name="Person und Kontakt").click()
    expect(page.get_by_text("anonym", exact=True)).to_be_visible()
    numbers.append(open_case(page, "mit Pseudonym", Pseudonym="Ginster"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ginster")
    numbers.append(open_case(page, "mit Namen", Pseudonym="Lerche", Name="Elena Stoyanova", Rufname="Eli"))
    page.get_by_role("link", name="Person und Kontakt").click()
    expect(page.get_by_text("Elena Stoyanova")).to_be_visible()
    assert len(set(numbers)) == 3

    # The case is opened from the list, the session logged in it: 90 minutes, all of them mediated from Bulgarian.
    go_to_cases(page)
    page.get_by_role("link", name="Ginster").click()
    page.get_by_role("main").get_by_role("link", name="Beratung erfassen").click()
    page.get_by_label("persönlich", exact=True).check(force=True)
    page.locator("label.chip", has_text=re.compile("^90$")).click()
    page.get_by_text("Alle Themen nach Bereichen").click()
    page.get_by_label("Konto", exact=True).check(force=True)
    page.locator("label.chip", has_text="Bulgarisch").click()
    page.get_by_label(re.compile("^Sprachmittler")).fill("Rada Ilieva")
    page.get_by_label(re.compile("^Minuten Sprachmittlung")).fill("90")
    page.get_by_label(re.compile("^Notiz")).fill(NOTE)
    page.locator(".savebar .btn-primary").click()
    expect(page.get_by_text("Beratung gespeichert.")).to_be_visible()
    entry = page.get_by_role("listitem").filter(has_text=NOTE)
    expect(entry).to_contain_text("90 min")
    expect(entry).to_contain_text("mit Rada Ilieva (Bulgarisch)")
    # Residence was not asked: nothing complains, nothing is marked as missing.
    expect(page.locator("main .s-urgent, main .is-invalid, main [role=alert]")).to_have_count(0)
    expect(page.get_by_text(re.compile("Aufenthalt|fehlt|unvollständig"))).to_have_count(0)

    page.get_by_role("link", name="persönlich", exact=True).click()
    expect(page.get_by_text("Bulgarisch, Rada Ilieva, 90 min")).to_be_visible()
    page.get_by_role("link", name="Korrigieren").click()
    expect(page.get_by_label(re.compile("^Notiz"))).to_have_value(NOTE)
    page.get_by_label(re.compile("^Notiz")).fill(CORRECTED)
    page.get_by_label(re.compile("^Grund der Korrektur")).fill("Wunsch ergänzt")
    page.get_by_role("button", name="Korrektur speichern").click()

    # Read back: how it reads now, and the version before with who replaced it and why.
    expect(page.get_by_text("Korrigiert. Die frühere Fassung bleibt erhalten.")).to_be_visible()
    now, before = page.locator("main section.card").all()
    expect(now).to_contain_text(CORRECTED)
    expect(now).to_contain_text("Bulgarisch, Rada Ilieva, 90 min")
    expect(before).to_contain_text("Frühere Fassungen")
    expect(before.get_by_text(NOTE, exact=True)).to_be_visible()
    expect(before).to_contain_text("Wunsch ergänzt")
    expect(before).to_contain_text(people.counsellor.name)
    assert not shape_faults(page)

    page.locator(".topbar summary.who").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile("/konto/anmelden/"))
    assert verify().intact
