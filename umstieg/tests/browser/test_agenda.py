"""A week in the agenda, by hand: an appointment with its hints, the calendar, a task and its way back, the feed."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Appointment, Task
from cases.services.appointment import make_appointment
from cases.services.client_time import add_client_time
from cases.services.task import add_task
from umstieg.testing.make import make_case, make_room

from .looks import PHONE, WIDE, faults_at, shape_faults

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


def sunday():
    today = timezone.localdate()
    return today + datetime.timedelta(days=6 - today.weekday() or 7)


def pick_client(page, label, words):
    """Type, and take the first of the list."""
    # The list of the page becomes a field to type in once its script runs; before that both bear the label.
    field = page.get_by_label(label).and_(page.locator("input"))
    field.fill(words)
    field.press("Enter")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_hints_appear_while_an_appointment_is_filled_in_and_lock_nothing(people, at, case, width):
    make_room(site=people.team.site, name="Raum 1")
    make_room(site=people.team.site, name="Küche", is_protected=False)
    add_client_time(
        client=case.client, weekdays=range(7), begins=datetime.time(9), ends=datetime.time(12), by=people.counsellor
    )
    page = at(people.counsellor, width=width)
    page.goto("/kalender/")
    page.get_by_role("link", name="Termin", exact=True).click()
    hints = page.get_by_label("Hinweise")
    pick_client(page, "Mit wem?", "gins")
    page.get_by_label("persönlich", exact=True).check(force=True)
    page.get_by_label("Datum", exact=True).fill(sunday().isoformat())
    page.get_by_label("Uhrzeit").fill("10:00")
    page.get_by_label("Raum", exact=True).select_option(label=f"{people.team.site.name}: Küche (nicht geschützt)")
    expect(hints).to_contain_text("nicht geschützt")
    expect(hints).to_contain_text("ein Sonntag")
    page.get_by_label("Uhrzeit").fill("13:00")
    page.get_by_label("Uhrzeit").blur()
    expect(hints).to_contain_text("Außerhalb der Zeiten")
    page.get_by_label("Raum", exact=True).select_option(label=f"{people.team.site.name}: Raum 1")
    expect(hints).not_to_contain_text("nicht geschützt")
    assert not shape_faults(page, ["Ginster"])
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Termin eingetragen.")).to_be_visible()
    expect(page.get_by_text("Außerhalb der Zeiten")).to_be_visible()
    assert timezone.localtime(Appointment.objects.get().starts_at).hour == 13


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize(("address", "label"), [("/aufgaben/neu/", "Fall"), ("/termine/neu/", "Mit wem?")])
def test_a_client_is_chosen_by_typing_and_what_is_typed_goes_nowhere(people, at, case, address, label, width):
    make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Hagebutte"})
    page = at(people.counsellor, width=width)
    page.goto(address)
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    field, chosen = page.get_by_role("combobox", name=re.compile(f"^{re.escape(label)}")), page.locator("[name=case]")
    field.press_sequentially("ginst")
    expect(page.locator(".combo-list").get_by_role("option")).to_have_count(1)
    assert not shape_faults(page, ["Ginster", "Hagebutte"])
    field.press("Enter")
    expect(field).to_have_value(f"Ginster · {case.number}")
    expect(chosen).to_have_value(str(case.pk))
    field.fill("Nieman")
    expect(page.get_by_text("Unter Ihren laufenden Fällen heißt keiner so.")).to_be_visible()
    field.blur()
    expect(field).to_have_value(f"Ginster · {case.number}")  # half a name chooses nobody, and takes nobody away
    field.fill("")
    field.blur()
    expect(chosen).to_have_value("")
    page.wait_for_timeout(400)
    assert not [line for line in sent if "ginst" in line.lower() or "nieman" in line.lower()]


@pytest.mark.parametrize("address", ["/aufgaben/neu/", "/termine/neu/"])
def test_without_scripts_the_client_is_chosen_from_a_list(people, at, case, address):
    page = at(people.counsellor, js=False)
    page.goto(address)
    page.locator("select[name=case]").select_option(label=f"Ginster · {case.number}")
    expect(page.get_by_role("combobox", name=re.compile("Fall|Mit wem"))).to_have_value(str(case.pk))


def test_without_a_script_the_hints_come_after_saving(people, at, case):
    page = at(people.counsellor, js=False)
    page.goto(f"/termine/neu/?fall={case.pk}&tag={sunday()}&zeit=10:00")
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Dieser Tag ist ein Sonntag.")).to_be_visible()


def test_a_click_into_the_week_opens_that_hour_and_the_entry_stands_there_afterwards(people, at, case):
    page = at(people.counsellor)
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday()) + WEEK
    page.goto(f"/kalender/?ansicht=woche&datum={monday}")
    column = page.locator("section.cal-col").nth(2)
    column.locator(".cal-free").nth(3).click()
    expect(page.get_by_label("Uhrzeit")).to_have_value("11:00")
    pick_client(page, "Mit wem?", "gins")
    page.get_by_label("Telefon", exact=True).check(force=True)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Termin eingetragen.")).to_be_visible()
    page.goto(f"/kalender/?ansicht=woche&datum={monday}")
    entry = column.get_by_role("link", name=re.compile("11:00.*Ginster"))
    expect(entry).to_be_visible()
    line = page.locator(".cal-week .hours span").nth(3).bounding_box()
    assert abs(entry.bounding_box()["y"] - line["y"]) < 25  # it stands at its hour
    entry.click()
    page.get_by_role("button", name="Absagen").click()
    expect(page.get_by_text("Termin abgesagt.")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Der Termin steht wieder.")).to_be_visible()


@pytest.mark.parametrize("js", [True, False])
def test_a_task_is_ticked_off_and_taken_back(people, at, case, js):
    add_task(text="Jobcenter anrufen", case=case, due_on=timezone.localdate(), by=people.counsellor)
    page = at(people.counsellor, js=js)
    page.goto("/aufgaben/")
    page.get_by_role("button", name="Erledigt: Jobcenter anrufen").click()
    expect(page.get_by_text("Aufgabe erledigt.")).to_be_visible()
    expect(page.get_by_text("Nichts offen")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("button", name="Erledigt: Jobcenter anrufen")).to_be_visible()
    assert Task.objects.get().settled_at is None


def test_a_calendar_is_subscribed_to_and_the_subscription_ended(people, at, case):
    make_appointment(starts_at=timezone.now(), mode="telefon", case=case, by=people.counsellor)
    page = at(people.counsellor)
    page.goto("/kalender/")
    page.get_by_role("link", name="Abonnieren").click()
    page.get_by_role("button", name="Adresse erstellen").click()
    address = page.get_by_label("Adresse", exact=True).input_value()
    path = "/" + address.split("/", 3)[3]
    content = Client().get(path).content.decode()
    assert "SUMMARY:Termin" in content
    assert "Ginster" not in content
    page.get_by_role("button", name="Abonnement beenden").click()
    expect(page.get_by_text("Das Abonnement ist beendet.")).to_be_visible()
    assert Client().get(path).status_code == 404


def test_every_page_of_the_agenda_is_sound_in_light_and_dark_at_a_screen_and_on_a_phone(people, at, case):
    room = make_room(site=people.team.site, name="Küche", is_protected=False)
    today = timezone.localdate()
    for hour in (9, 9, 14):
        start = timezone.make_aware(datetime.datetime.combine(today, datetime.time(hour)))
        (made,) = make_appointment(
            starts_at=start,
            mode="persoenlich_stelle",
            case=case,
            room=room,
            site=None,
            title="Antrag",
            by=people.counsellor,
        )
    make_appointment(
        starts_at=timezone.now() - datetime.timedelta(days=2), mode="telefon", case=case, by=people.counsellor
    )
    task = add_task(text="Jobcenter anrufen", case=case, due_on=today, by=people.counsellor)
    add_client_time(
        client=case.client, weekdays=[0], begins=datetime.time(9), ends=datetime.time(12), by=people.counsellor
    )
    page, found = at(people.counsellor), []
    for address in (
        "/kalender/?ansicht=tag",
        "/kalender/?ansicht=woche",
        "/kalender/?ansicht=monat",
        "/aufgaben/",
        f"/aufgaben/{task.pk}/",
        f"/termine/neu/?fall={case.pk}",
        f"/termine/{made.pk}/",
        f"/termine/{made.pk}/aendern/",
        f"/faelle/{case.pk}/zeiten/",
        "/kalender/abonnieren/",
        "/konto/sprachen/",
    ):
        page.goto(address)
        found += faults_at(page, address, ["Ginster"])
    desk = at(people.admin)
    for address in ("/raeume/", "/raeume/neu/", f"/raeume/{room.pk}/"):
        desk.goto(address)
        found += faults_at(desk, address)
    assert not found, "\n".join(found)
