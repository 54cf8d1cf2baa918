"""Calendar and task list: which days, which entries, how many statements, and no name where none may stand."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Appointment, Task
from cases.services.appointment import log_appointment, make_appointment
from cases.services.case import close_case, set_co_counsellors
from cases.services.task import add_task
from umstieg.audit.models import AuditedCase
from umstieg.centre.services import name_centre, set_land
from umstieg.desk.calendar_page import calendar_page, chosen
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 14
WEDNESDAY = datetime.date(2026, 11, 25)


def at(day, hour, minute=0):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Zqname"})


@pytest.fixture
def book(people, case):
    def made(starts_at, **facts):
        facts = {"case": case, "mode": "telefon", "by": people.counsellor} | facts
        return make_appointment(starts_at=starts_at, **facts)[0]

    return made


def page(people, view="woche", date=WEDNESDAY, **more):
    return calendar_page(people.counsellor, view=view, date=date, today=WEDNESDAY, **more)


# --- which days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, ("woche", WEDNESDAY)),
        ({"ansicht": "monat", "datum": "2027-02-01"}, ("monat", datetime.date(2027, 2, 1))),
        ({"ansicht": "jahr", "datum": "2027-02-30"}, ("woche", WEDNESDAY)),
        ({"datum": "0001-01-01"}, ("woche", datetime.date(2000, 1, 1))),
        ({"datum": "9999-12-31"}, ("woche", datetime.date(2099, 12, 31))),
    ],
)
def test_anything_unreadable_in_the_address_becomes_this_week(asked, shown):
    assert chosen(asked, WEDNESDAY) == shown


def test_a_week_goes_from_monday_to_sunday_and_a_month_from_monday_to_sunday_too(people):
    week, month = page(people), page(people, "monat")
    assert [day.date.day for day in week.days] == [23, 24, 25, 26, 27, 28, 29]
    assert [day.is_today for day in week.days].index(True) == 2
    assert (month.days[0].date, month.days[-1].date) == (datetime.date(2026, 10, 26), datetime.date(2026, 12, 6))
    assert [day.is_outside for day in month.days].count(False) == 30


@pytest.mark.parametrize(
    ("view", "previous", "following"),
    [("tag", "2026-11-24", "2026-11-26"), ("woche", "2026-11-18", "2026-12-02"), ("monat", "2026-10-01", "2026-12-01")],
)
def test_arrows_lead_to_the_day_week_or_month_beside_it(people, view, previous, following):
    shown = page(people, view)
    assert (shown.previous, shown.next) == (previous, following)


@pytest.mark.parametrize("view", ["tag", "woche", "monat"])
@pytest.mark.parametrize("date", [datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)])
def test_the_first_and_the_last_day_can_be_shown(people, view, date):
    assert page(people, view, date).days


def test_holidays_of_the_land_and_sundays_are_dimmed_and_named(people):
    shown = page(people, "monat", datetime.date(2026, 10, 15), land="HH")
    off = {day.iso: day.holiday for day in shown.days if day.is_off}
    assert off["2026-10-31"] == "Reformationstag"
    assert off["2026-10-03"] == "Tag der Deutschen Einheit"
    assert off["2026-10-04"] == ""
    assert "2026-10-31" not in {
        day.iso for day in page(people, "monat", datetime.date(2026, 10, 15)).days if day.holiday
    }


def test_the_page_takes_the_land_of_the_centre(people, sign_in):
    name_centre(name="Beratungsstelle", by=None)
    set_land(land="HH", by=people.admin)
    answer = sign_in(people.counsellor).get(reverse("desk:calendar"), {"ansicht": "tag", "datum": "2026-10-31"})
    assert "Reformationstag" in answer.content.decode()


# --- the grid ----------------------------------------------------------------------------------------------


def test_the_grid_shows_office_hours_and_grows_only_for_what_is_there(people, book):
    assert (page(people).hours[0], page(people).hours[-1]) == ("08:00", "17:00")
    book(at(WEDNESDAY, 6, 30))
    book(at(WEDNESDAY, 20), minutes=90)
    assert (page(people).hours[0], page(people).hours[-1]) == ("06:00", "21:00")


def test_an_entry_stands_in_the_rows_of_its_half_hours(people, book):
    book(at(WEDNESDAY, 9, 45), minutes=60)
    (entry,) = page(people).days[2].entries
    assert (entry.at, entry.rows, entry.lane) == (3, 3, 1)


def test_what_meets_stands_side_by_side(people, book):
    for hour, minute, minutes in ((9, 0, 60), (9, 30, 60), (10, 0, 30)):
        book(at(WEDNESDAY, hour, minute), minutes=minutes)
    day = page(people).days[2]
    assert ([entry.lane for entry in day.entries], day.lanes) == ([1, 2, 1], 2)


def test_a_night_stands_on_both_its_days(people, book):
    book(at(WEDNESDAY, 23), minutes=120)
    shown = page(people)
    assert [len(day.entries) for day in shown.days] == [0, 0, 1, 1, 0, 0, 0]
    assert (shown.hours[0], shown.hours[-1]) == ("00:00", "23:00")
    assert (shown.days[3].entries[0].at, shown.days[3].entries[0].rows) == (0, 2)


def test_every_row_and_lane_of_the_grid_has_its_style():
    style = (settings.BASE_DIR / "static/css/calendar.css").read_text()
    for name in (
        *(f"at-{n}" for n in range(48)),
        *(f"for-{n}" for n in range(1, 49)),
        *(f"hour-{n}" for n in range(24)),
    ):
        assert f".{name} " in style
    for number in range(1, 7):
        assert f".lane-{number} " in style
        assert f".lanes-{number} " in style


# --- the page ------------------------------------------------------------------------------------------------


def test_names_stand_on_the_page_and_in_no_title_or_address(people, sign_in, case, book):
    book(at(timezone.localdate(), 23, 58), minutes=5)
    for view in ("tag", "woche", "monat"):
        body = sign_in(people.counsellor).get(reverse("desk:calendar"), {"ansicht": view}).content.decode()
        assert "Zqname" in body
        assert "Zqname" not in "".join(re.findall(r'<title>.*?</title>|(?:href|action)="[^"]*"', body))
    assert AuditedCase.objects.filter(case_number=case.number, event="appointments.listed", part="NOTES").count() == 3


@pytest.mark.parametrize("person", ["lead", "outreach", "admin", "auditor", "nobody"])
@pytest.mark.parametrize("name", ["desk:calendar", "desk:tasks", "cases:appointment_create", "agenda:subscribe"])
def test_only_counsellors_have_an_agenda(people, sign_in, person, name):
    assert sign_in(getattr(people, person)).get(reverse(name)).status_code == 403


def test_what_is_over_and_not_logged_stays_in_sight_with_its_two_ways(people, sign_in, case, book):
    made = book(timezone.now() - datetime.timedelta(days=10))
    browser, url = sign_in(people.counsellor), reverse("desk:calendar")
    body = browser.get(url).content.decode()
    assert "Noch nicht erfasst" in body
    assert f"?termin={made.pk}" in body
    browser.post(reverse("cases:appointment_not_held", args=[made.pk]))
    assert Appointment.objects.get().session.result == "NOT_HELD"
    assert "Noch nicht erfasst" not in browser.get(url).content.decode()


def test_a_logged_one_leads_to_its_session(people, sign_in, case, book):
    made = book(timezone.now() - datetime.timedelta(days=1))
    session = make_session(case)
    log_appointment(appointment=made, session=session, by=people.counsellor)
    body = sign_in(people.counsellor).get(reverse("cases:appointment_detail", args=[made.pk])).content.decode()
    assert reverse("cases:session_detail", args=[case.pk, session.pk]) in body


@pytest.mark.parametrize("view", ["tag", "woche", "monat"])
def test_the_calendar_takes_few_statements_and_the_same_for_one_and_for_25(people, sign_in, case, book, view):
    counts = []
    for more in (1, 24):
        for _ in range(more):
            book(timezone.now() - datetime.timedelta(hours=3))
            add_task(text="Anruf", case=case, due_on=timezone.localdate(), by=people.counsellor)
        counts.append(_statements(sign_in(people.counsellor), reverse("desk:calendar"), {"ansicht": view}))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


# --- tasks -------------------------------------------------------------------------------------------------------


def test_the_list_of_tasks_takes_few_statements_and_the_same_for_one_and_for_25(people, sign_in, case):
    counts = []
    for more in (1, 24):
        for _ in range(more):
            add_task(text="Anruf", case=case, due_on=timezone.localdate(), by=people.counsellor)
        counts.append(_statements(sign_in(people.counsellor), reverse("desk:tasks"), {}))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_a_task_is_settled_by_one_click_and_taken_back_by_another(people, sign_in, case):
    task = add_task(text="Anruf", case=case, by=people.counsellor)
    browser, url = sign_in(people.counsellor), reverse("desk:tasks")
    settle = reverse("cases:task_settle", args=[task.pk])
    answer = browser.post(settle, {"next": f"{url}?wer=alle"})
    assert answer["Location"] == f"{url}?wer=alle"
    body = browser.get(url).content.decode()
    undo = reverse("cases:task_reopen", args=[task.pk])
    assert "Aufgabe erledigt." in body
    assert f'action="{undo}"' in body
    browser.post(undo, {"next": url})
    assert Task.objects.get().settled_at is None


def test_after_a_tick_one_goes_on_with_the_task_that_moved_up_and_after_its_undoing_with_the_task(
    people, sign_in, case
):
    tasks = [add_task(text=text, case=case, by=people.counsellor) for text in ("Eins", "Zwei", "Drei")]
    browser, url = sign_in(people.counsellor), reverse("desk:tasks")
    shown = browser.get(url).content.decode()
    pages = re.findall(rf'name="next" value="{url}(#[^"]*)">\s*<button class="check-btn" id="([^"]*)"', shown)
    places = [place for _page, place in pages]
    assert places == ["platzundated-1", "platzundated-2", "platzundated-3"]
    assert [page for page, _place in pages] == ["#platzundated-1", "#platzundated-2", "#platzundated-2"]
    answer = browser.post(reverse("cases:task_settle", args=[tasks[0].pk]), {"next": f"{url}#platzundated-1"})
    assert answer["Location"] == f"{url}#platzundated-1"
    answer = browser.post(reverse("cases:task_reopen", args=[tasks[0].pk]), {"next": url})
    assert answer["Location"] == f"{url}#aufgabe-{tasks[0].pk}"


def test_what_is_overdue_counts_on_the_day_of_today_as_on_heute(people, sign_in, case):
    today = timezone.localdate()
    for days in (-10, 0, 0, 1):
        add_task(text="Anruf", case=case, due_on=today + datetime.timedelta(days=days), by=people.counsellor)
    for view in ("woche", "monat"):
        shown = calendar_page(people.counsellor, view=view, date=today, today=today)
        assert {day.is_today: day.due for day in shown.days if day.is_today} == {True: 3}


def test_letting_a_task_drop_is_no_failure(people, sign_in, case):
    task = add_task(text="Anruf", case=case, by=people.counsellor)
    sign_in(people.counsellor).post(reverse("cases:task_settle", args=[task.pk]), {"result": "DROPPED"})
    assert Task.objects.get().result == "DROPPED"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/" + "x" * 400]
)
def test_a_button_leads_back_to_pages_of_ours_only(people, sign_in, case, elsewhere):
    task = add_task(text="Anruf", case=case, by=people.counsellor)
    answer = sign_in(people.counsellor).post(reverse("cases:task_settle", args=[task.pk]), {"next": elsewhere})
    assert answer["Location"] == reverse("desk:tasks")


def test_tasks_are_narrowed_to_one_case(people, sign_in, case):
    other = make_case(counsellor=people.counsellor)
    add_task(text="Zqeins", case=case, by=people.counsellor)
    add_task(text="Zqzwei", case=other, by=people.counsellor)
    browser = sign_in(people.counsellor)
    body = browser.get(reverse("desk:tasks"), {"fall": str(case.pk)}).content.decode()
    assert "Zqeins" in body
    assert "Zqzwei" not in body
    assert "Zqzwei" in browser.get(reverse("desk:tasks"), {"fall": "unsinn"}).content.decode()


def test_a_task_is_added_from_a_case_and_in_a_closed_one_none(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:task_create") + f"?fall={case.pk}"
    answer = browser.post(
        url, filled(browser, url, text="Anruf", due_on=f"{timezone.localdate() + datetime.timedelta(days=7)}")
    )
    assert answer["Location"] == reverse("cases:detail", args=[case.pk])
    assert Task.objects.get().case == case
    close_case(case=case, reason="ziele_erreicht", by=people.counsellor)
    assert browser.get(reverse("cases:task_change", args=[Task.objects.get().pk])).status_code == 403
    assert "Zqname" not in browser.get(url).content.decode()


def test_an_appointment_is_entered_from_the_calendar_with_its_hints(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:appointment_create") + "?tag=2027-02-07&zeit=15:30"
    data = filled(browser, url, mode="persoenlich_stelle", case=str(case.pk))
    assert (data["starts_on"], data["starts_time"]) == (["2027-02-07"], ["15:30"])
    hints = browser.post(reverse("cases:appointment_hints"), data).content.decode()
    assert "Dieser Tag ist ein Sonntag." in hints
    assert "Kein eigener Raum gewählt" in hints
    assert not Appointment.objects.exists()
    answer = browser.post(url, data)
    page_after = browser.get(answer["Location"]).content.decode()
    assert "Eingetragen. Bitte sehen Sie sich die Hinweise an." in page_after
    assert "Kein eigener Raum gewählt" in page_after


def test_a_series_without_an_end_is_told_at_its_field(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:appointment_create")
    body = browser.post(url, filled(browser, url, mode="telefon", every="WEEK")).content.decode()
    assert "Wie oft oder bis wann?" in body
    assert not Appointment.objects.exists()


def _statements(browser, url, parameters) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url, parameters).status_code == 200
    return len([one for one in asked if "SAVEPOINT" not in one["sql"]])


def test_the_running_half_hour_is_marked_on_today_s_week_alone(people):
    at = datetime.datetime.combine(WEDNESDAY, datetime.time(10, 40))
    this_week = calendar_page(people.counsellor, view="woche", date=WEDNESDAY, today=WEDNESDAY, now=at)
    assert (this_week.hours[0], this_week.now_at, this_week.now) == ("08:00", 5, "10:40")
    later = WEDNESDAY + datetime.timedelta(days=7)
    assert calendar_page(people.counsellor, view="woche", date=later, today=WEDNESDAY, now=at).now == ""
    night = at.replace(hour=23)
    assert calendar_page(people.counsellor, view="woche", date=WEDNESDAY, today=WEDNESDAY, now=night).now == ""


def test_dashed_frames_are_explained_where_there_are_any(people, sign_in, case):
    browser, legend = sign_in(people.counsellor), "gestrichelt: Termin einer Kolleg*in"
    assert legend not in browser.get(reverse("desk:calendar")).content.decode()
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    make_appointment(starts_at=timezone.now(), mode="telefon", case=case, by=people.colleague)
    assert legend in browser.get(reverse("desk:calendar")).content.decode()
