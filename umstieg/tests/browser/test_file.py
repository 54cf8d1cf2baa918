"""The file by hand: rooms, notes in place, outcome, closing and taking up again, reading search, personal note; and
opening a case with a possible match. At a screen and on a phone, with axe.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case, CaseNote, PersonalNote
from cases.services.case import close_case
from cases.services.client import change_client
from umstieg.testing.make import make_case, make_session

from .looks import HEIGHTS, PHONE, WIDE, axe_faults, shape_faults

SECRET = "Kommt mir heute müde vor."


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    for place in range(25):
        make_session(case, note=f"Gespräch {place:02}: das Konto bei der Bank.")
    return case


def faults(page):
    return axe_faults(page) + shape_faults(page, ["Ginster"])


def open_file(page, case):
    page.goto(reverse("cases:detail", args=(case.pk,)))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ginster")


def tab(page, name):
    page.get_by_role("navigation", name="Bereiche der Fallakte").get_by_role("link", name=name).click()
    expect(page.locator("#tabs [aria-current]")).to_contain_text(name)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_rooms_open_below_the_head_with_addresses_of_their_own(people, at, case, width):
    page = at(people.counsellor, width=width)
    open_file(page, case)
    head = page.locator("#h-case").element_handle()
    for name, address in (
        ("Person und Kontakt", "person"),
        ("Weg", "way"),
        ("Lesefassung", "reading"),
        ("Persönliche Notizen", "personal_notes"),
        ("Verlauf", "detail"),
    ):
        tab(page, name)
        expect(page).to_have_url(re.compile(re.escape(reverse(f"cases:{address}", args=(case.pk,))) + "$"))
        expect(page).to_have_title(re.compile(f"^{name} · "))
        assert not faults(page)
    assert head.evaluate("el => el.isConnected")  # the head was not read again
    page.go_back()
    expect(page.locator("#h-personal")).to_be_visible()
    expect(page.locator("#tabs [aria-current]")).to_contain_text("Persönliche Notizen")


def test_on_a_phone_the_room_begins_on_the_first_screen_and_the_facts_are_one_tap_away(people, at, case):
    change_client(client=case.client, contact_rule="Nur Textnachricht, keine Mailbox.", by=people.counsellor)
    page = at(people.counsellor, width=PHONE)
    open_file(page, case)
    room, rule = page.locator("#room h2").locator("visible=true").first, page.get_by_text("Nur Textnachricht")
    assert room.bounding_box()["y"] < HEIGHTS[PHONE] * 0.6
    expect(rule).to_be_in_viewport()  # before any number: those stand in a room
    facts = page.locator(".file > .facts")
    expect(facts).to_be_hidden()
    page.locator(".head-more > summary").click()
    expect(facts).to_be_visible()
    expect(facts).to_contain_text(people.counsellor.name)
    page.locator(".file summary.btn").click()
    expect(page.locator(".menu-item").filter(has_text="Phasen und Zuständige")).to_be_visible()
    assert not faults(page)


def test_at_a_screen_the_facts_stand_there_without_a_fold(people, at, case):
    page = at(people.counsellor)
    open_file(page, case)
    expect(page.locator(".file > .facts")).to_be_visible()
    expect(page.locator(".head-more")).to_be_hidden()


def test_who_reads_the_facts_only_has_them_unfolded_on_a_phone(people, at, case):
    page = at(people.lead, width=PHONE)
    open_file(page, case)
    expect(page.locator(".file > .facts")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_note_is_written_in_place_and_closed_with_escape(people, at, case, width):
    page = at(people.counsellor, width=width)
    open_file(page, case)
    page.get_by_role("link", name="Vermerk", exact=True).click()
    field = page.locator("#inplace textarea")
    expect(field).to_be_focused()
    assert not faults(page)
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(page.get_by_role("link", name="Vermerk", exact=True)).to_be_focused()
    page.get_by_role("link", name="Vermerk", exact=True).click()
    field.fill("Brief vom Jobcenter ist gekommen.")
    page.locator("#inplace").get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Brief vom Jobcenter")).to_be_visible()
    assert CaseNote.objects.count() == 1


def test_older_entries_come_below_and_focus_stays(people, at, case):
    page = at(people.counsellor)
    open_file(page, case)
    entries = page.locator(".tl > li")
    expect(entries).to_have_count(20)
    page.get_by_role("link", name="Ältere zeigen").click()
    expect(entries).to_have_count(27)  # 25 talks, the opening, its phase
    expect(page.get_by_text("Fall eröffnet")).to_be_visible()
    assert not faults(page)


@pytest.mark.parametrize("js", [True, False])
def test_an_outcome_closing_and_taking_up_again(people, at, case, js):
    page = at(people.counsellor, js=js)
    open_file(page, case)
    page.get_by_role("link", name="Ergebnis", exact=True).click()
    page.locator("[name=outcome]").select_option(label="Wohnung bezogen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".tl").get_by_text("Wohnung bezogen")).to_be_visible()  # back in the timeline
    tab(page, "Weg")
    page.get_by_role("link", name="Fall schließen").locator("visible=true").first.click()
    expect(page.get_by_text("Es wird nichts gelöscht.")).to_be_visible()
    page.get_by_label("Umzug", exact=True).check(force=True)
    page.get_by_role("button", name="Fall schließen").click()
    expect(page.get_by_text("Fall geschlossen: Umzug")).to_be_visible()
    expect(page.get_by_role("link", name="Vermerk", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Fall wieder aufnehmen").click()
    page.get_by_label("Stabilisierung", exact=True).check(force=True)
    page.get_by_role("button", name="Wieder aufnehmen").click()
    expect(page.get_by_text("Fall wieder aufgenommen")).to_be_visible()
    assert Case.objects.get().closed_on is None


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_searching_in_the_reading_view_marks_what_is_found(people, at, case, width):
    page = at(people.counsellor, width=width)
    open_file(page, case)
    tab(page, "Lesefassung")
    page.get_by_label("In dieser Akte suchen").fill("gespräch 07")
    page.locator("#room").get_by_role("button", name="Suchen").click()
    expect(page.get_by_text("1 Eintrag mit dem Gesuchten.")).to_be_visible()
    expect(page.locator("mark")).to_have_count(2)
    assert page.url.partition("/faelle/")[2] == f"{case.pk}/lesen/suche/"
    assert not faults(page)
    page.emulate_media(media="print")
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.locator("mark").first).to_be_visible()


def test_a_personal_note_is_written_moved_into_the_file_and_gone(people, at, case):
    page = at(people.counsellor)
    open_file(page, case)
    page.get_by_role("link", name="Persönliche Notiz", exact=True).click()
    page.locator("#inplace textarea").fill(SECRET)
    page.locator("#inplace").get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Persönliche Notizen 1").click()
    expect(page.get_by_text("noch 14 Tage")).to_be_visible()
    assert not faults(page)
    page.get_by_role("link", name="In die Akte übernehmen").click()
    page.get_by_label("Text", exact=True).fill("Wirkt müde; nächstes Mal kürzer sprechen.")
    page.get_by_role("button", name="In die Akte übernehmen").click()
    expect(page.get_by_text("Wirkt müde; nächstes Mal kürzer sprechen.")).to_be_visible()
    assert (PersonalNote.objects.count(), CaseNote.objects.count()) == (0, 1)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_opening_a_case_shows_who_may_be_meant_before_a_new_one_is_opened(people, at, width):
    facts = {"identity_kind": "NAMED", "name": "Nora Dinu", "pseudonym": "Ginster"}
    known = make_case(counsellor=people.counsellor, client_facts=facts)
    close_case(case=known, reason="umzug", by=people.counsellor)
    page = at(people.counsellor, width=width)
    page.goto(reverse("cases:list"))
    page.get_by_role("link", name="Fall eröffnen").first.click()
    expect(page.get_by_text("Alles hier ist freiwillig.")).to_be_visible()
    assert not faults(page)
    page.get_by_label("Name", exact=True).fill("Dinu")
    page.locator("main").get_by_role("button", name="Suchen").click()
    expect(page.get_by_text("N. D.")).to_be_visible()
    expect(page.get_by_text("Nora Dinu")).to_have_count(0)
    assert not faults(page)
    page.get_by_role("link", name="Niemand davon: neu anlegen").click()
    expect(page.get_by_label(re.compile("^Name"))).to_be_hidden()
    page.get_by_label("mit Namen", exact=True).check(force=True)
    expect(page.get_by_label(re.compile("^Name"))).to_have_value("Dinu")
    assert not faults(page)
    page.go_back()
    page.get_by_role("link", name="Neuer Fall für diese Person").click()
    page.get_by_role("button", name="Fall eröffnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ginster")
    if width == PHONE:
        page.locator(".head-more > summary").click()
    expect(page.get_by_role("link", name=known.number)).to_be_visible()
    assert Case.objects.count() == 2
