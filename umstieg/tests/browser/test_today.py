"""The morning at a screen and on a phone: what is due is settled, word from a colleague is dealt with, a list is kept."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Notice, Task
from cases.services.appointment import make_appointment
from cases.services.note import write_personal_note
from cases.services.task import add_task
from umstieg.testing.make import make_case, make_session

from .looks import PHONE, WIDE, faults_at


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def full(people):
    """A day with something of everything."""
    by = people.counsellor
    mara = make_case(counsellor=by, client_facts={"pseudonym": "Mara"}, opened_on=day(-5))
    quiet = make_case(counsellor=by, opened_on=day(-100), client_facts={"pseudonym": "Kim", "contact_rule": "Nur SMS"})
    add_task(text="Antrag abgeben", case=mara, due_on=day(-1), by=by)
    add_task(text="Rückruf Vermieter*in", case=mara, due_on=day(0), by=by)
    now = timezone.now()
    make_appointment(starts_at=now - datetime.timedelta(minutes=1), mode="telefon", case=mara, by=by)
    make_appointment(starts_at=now, mode="video", mediation_language="bg", case=quiet, by=by)
    write_personal_note(case=mara, text="Nur für mich", by=by)
    return mara


def leave_word(page, recipient):
    page.goto("/")
    page.get_by_role("link", name="Hinweis an Kolleg*in").click()
    page.get_by_label("Für wen").select_option(label=recipient.name)
    page.get_by_label(re.compile("^Wer")).fill("Ilinca")
    page.get_by_label("Hinweis", exact=True).fill("War da, mit einem Brief der Krankenkasse.")
    page.get_by_role("button", name="Hinweis hinterlassen").click()
    expect(page.get_by_text("Der Hinweis ist hinterlassen.")).to_be_visible()
    assert "Ilinca" not in page.content()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_task_is_ticked_off_on_heute_and_taken_back(people, full, at, width):
    page = at(people.counsellor, width=width)
    page.goto("/")
    expect(page.get_by_text("Antrag abgeben")).to_be_visible()
    page.get_by_role("button", name=re.compile("Erledigt.* Antrag abgeben")).click()
    expect(page.get_by_role("status").get_by_role("button", name="Rückgängig")).to_be_visible()
    assert Task.objects.get(due_on=day(-1)).settled_at
    expect(page.get_by_text("Antrag abgeben")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Antrag abgeben")).to_be_visible()
    assert re.search("/#aufgabe-[0-9a-f-]{36}$", page.url)  # not at the top again
    assert not Task.objects.get(due_on=day(-1)).settled_at


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_after_a_tick_the_next_task_is_in_sight_with_the_focus_and_so_is_the_undoing(people, full, at, width):
    for number in range(30):
        add_task(text=f"Anruf {number:02}", due_on=day(0), by=people.counsellor)
    page = at(people.counsellor, width=width)
    page.goto("/aufgaben/")
    page.get_by_role("button", name="Erledigt: Anruf 15").click()
    expect(page.get_by_role("button", name="Erledigt: Anruf 15")).to_have_count(0)
    following = page.get_by_role("button", name="Erledigt: Anruf 16")
    expect(following).to_be_focused()
    expect(following).to_be_in_viewport()
    expect(page.get_by_role("status").get_by_role("button", name="Rückgängig")).to_be_in_viewport()
    page.get_by_role("status").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("button", name="Erledigt: Anruf 15")).to_be_in_viewport()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_word_left_by_outreach_is_discarded_taken_back_and_logged(people, full, at, width):
    leave_word(at(people.outreach, width=width), people.counsellor)
    page = at(people.counsellor, width=width)
    page.goto("/")
    expect(page.get_by_text("War da, mit einem Brief der Krankenkasse.")).to_be_visible()
    page.get_by_role("region", name="Hinweise von Kolleg*innen").get_by_role("button", name="Verwerfen").click()
    expect(page.get_by_text("War da, mit einem Brief")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("War da, mit einem Brief der Krankenkasse.")).to_be_visible()
    page.get_by_role("link", name="Aufgabe daraus").click()
    page.get_by_label(re.compile("^Fall")).select_option(label=f"Mara · {full.number}")
    page.get_by_role("button", name="Aufgabe eintragen").click()
    expect(page.get_by_text("War da, mit einem Brief")).to_have_count(0)
    assert Task.objects.get(text__isnull=False, due_on=None).case == full
    assert Notice.objects.get().result == "TASK"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_list_is_found_again_as_it_was_left(people, at, width):
    for number in range(30):
        case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": f"Amsel {number:02d}"})
        make_session(case)
    page = at(people.counsellor, width=width)
    page.goto("/faelle/")
    page.get_by_label("Reihenfolge").select_option(label="Nach Pseudonym")
    page.wait_for_url("**sort=pseudonym**")
    page.get_by_role("link", name="Weiter").click()
    page.wait_for_url("**page=2**")
    page.get_by_role("link", name="Amsel 28").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amsel 28")
    page.get_by_role("navigation", name="Pfad").get_by_role("link", name="Fälle").click()
    page.wait_for_url(re.compile(r"sort=pseudonym&page=2#f-"))
    row = page.get_by_role("link", name="Amsel 28")
    expect(row).to_be_in_viewport()
    assert page.get_by_label("Reihenfolge").input_value() == "pseudonym"


def test_heute_and_its_pages_are_for_everybody_s_eyes_and_hands(people, full, at):
    leave_word(at(people.outreach), people.counsellor)
    page = at(people.counsellor)
    found = []
    for address in ("/", "/hinweise/", "/hinweise/neu/", "/faelle/", "/faelle/?sign=quiet"):
        page.goto(address)
        found += faults_at(page, f"Heute {address}", names=("Mara", "Kim", "Ilinca"))
    lead = at(people.lead)
    for address in ("/", "/team/", f"/team/{people.team.pk}/"):
        lead.goto(address)
        found += faults_at(lead, f"Leitung {address}", names=("Mara", "Kim"))
    assert not found, "\n".join(found)
