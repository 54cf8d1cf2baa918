"""Appointments and their series: made, moved, called off, taken up again, logged."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import SessionResult
from cases.models import Appointment
from cases.queries.agenda import appointments_between, next_appointments, waiting_appointments
from cases.services.appointment import (
    cancel_appointment,
    change_appointment,
    log_appointment,
    log_not_held,
    make_appointment,
    restore_appointment,
)
from cases.services.case import close_case, set_co_counsellors
from cases.services.client_time import add_client_time
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_room, make_session, make_site

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=10, minute=0):
    return timezone.make_aware(datetime.datetime(year, month, day, hour, minute))


def soon(days=1, hour=10):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return at(day.year, day.month, day.day, hour)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def book(people, case):
    """book(starts_at, …): an appointment with the client, or a series of them."""

    def made(starts_at=None, **facts):
        facts = {"case": case, "mode": "persoenlich_stelle", "by": people.counsellor} | facts
        return make_appointment(starts_at=starts_at or soon(), **facts)

    return made


def local(appointments):
    return [timezone.localtime(one.starts_at).strftime("%d.%m. %H:%M") for one in appointments]


def test_an_appointment_is_hers_who_makes_it(people, book):
    (made,) = book()
    assert (made.owner, made.series, made.minutes) == (people.counsellor, None, 60)


def test_a_colleague_holds_an_appointment_only_in_a_case_she_works_on(people, case, book):
    with pytest.raises(DomainError) as refused:
        book(owner=people.colleague)
    assert refused.value.field == "owner"
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert book(owner=people.colleague)[0].owner == people.colleague


def test_an_appointment_is_passed_on_only_to_a_colleague_who_works_on_the_case(people, case, book):
    (made,) = book()
    with pytest.raises(DomainError) as refused:
        change_appointment(appointment=made, by=people.counsellor, owner=people.colleague)
    assert refused.value.field == "owner"
    assert Appointment.objects.get().owner == people.counsellor
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert change_appointment(appointment=made, by=people.counsellor, owner=people.colleague)


def test_an_appointment_without_a_case_is_ones_own(people, book):
    (made,) = book(case=None, title="Teamsitzung")
    assert not Appointment.objects.visible_to(people.colleague).exists()
    assert list(Appointment.objects.visible_to(people.counsellor)) == [made]
    with pytest.raises(DomainError):
        book(case=None, owner=people.colleague)


def test_a_weekly_series_keeps_its_time_of_day_when_summer_time_ends(book):
    made = book(at(2027, 10, 18, 14), every="WEEK", times=4)
    assert local(made) == ["18.10. 14:00", "25.10. 14:00", "01.11. 14:00", "08.11. 14:00"]
    assert len({one.series for one in made}) == 1


@pytest.mark.parametrize(
    ("every", "third"), [("WEEK", "19.01."), ("TWO_WEEKS", "02.02."), ("FOUR_WEEKS", "02.03."), ("MONTH", "05.03.")]
)
def test_a_series_comes_in_its_rhythm(book, every, third):
    assert local(book(at(2027, 1, 5), every=every, times=3))[2].startswith(third)


def test_a_month_without_the_31st_gives_its_last_day(book):
    assert [one[:6] for one in local(book(at(2027, 1, 31), every="MONTH", times=4))] == [
        "31.01.",
        "28.02.",
        "31.03.",
        "30.04.",
    ]


def test_a_series_ends_on_its_last_day(book):
    assert len(book(at(2027, 1, 5), every="WEEK", until=datetime.date(2027, 1, 26))) == 4


def test_a_series_leaves_out_public_holidays_and_still_has_its_number(book):
    thursdays = at(2027, 4, 29)  # 6 May 2027 is Ascension Day
    assert local(book(thursdays, every="WEEK", times=3))[1].startswith("06.05.")
    left_out = book(thursdays, every="WEEK", times=3, skip_holidays=True)
    assert [one[:6] for one in local(left_out)] == ["29.04.", "13.05.", "20.05."]


def test_a_series_of_public_holidays_alone_is_refused(book):
    with pytest.raises(DomainError) as refused:
        book(at(2027, 12, 25), every="WEEK", until=datetime.date(2027, 12, 31), skip_holidays=True)
    assert refused.value.field == "until"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "times"),
        ({"times": 1}, "times"),
        ({"times": 53}, "times"),
        ({"until": datetime.date(2027, 1, 5)}, "until"),
        ({"until": datetime.date(2028, 12, 31)}, "until"),
    ],
)
def test_a_series_has_two_to_52_appointments(book, facts, field):
    with pytest.raises(DomainError) as refused:
        book(at(2027, 1, 5), every="WEEK", **facts)
    assert refused.value.field == field
    assert not Appointment.objects.exists()


def test_a_typing_error_in_the_year_is_refused(book):
    with pytest.raises(DomainError) as refused:
        book(at(2062, 1, 5))
    assert refused.value.field == "starts_on"


def test_a_closed_case_gets_no_appointment_but_one_can_be_called_off(people, case, book):
    (made,) = book()
    close_case(case=case, reason="ziele_erreicht", by=people.counsellor)
    case.refresh_from_db()
    with pytest.raises(DomainError):
        book()
    with pytest.raises(DomainError):
        change_appointment(appointment=made, by=people.counsellor, minutes=30)
    assert cancel_appointment(appointment=made, by=people.counsellor)


def test_a_room_says_its_site_and_belongs_to_it(people, book):
    room, other = make_room(site=make_site()), make_site()
    assert book(room=room, site=None)[0].site == room.site
    with pytest.raises(DomainError) as refused:
        book(room=room, site=other)
    assert refused.value.field == "room"
    with pytest.raises(DomainError) as refused:
        book(room=room, site=None, place="Café")
    assert refused.value.field == "place"


def test_a_mediator_needs_a_language(book):
    with pytest.raises(DomainError) as refused:
        book(mediator="M. Dinu")
    assert refused.value.field == "mediation_language"


# --- series changed ------------------------------------------------------------------------------------


def test_one_of_a_series_is_changed_alone(people, book):
    series = book(at(2027, 1, 5), every="WEEK", times=3)
    assert len(change_appointment(appointment=series[1], by=people.counsellor, minutes=30)) == 1
    assert [one.minutes for one in Appointment.objects.order_by("starts_at")] == [60, 30, 60]


def test_this_and_the_following_move_by_the_same_days_to_the_same_time(people, book):
    series = book(at(2027, 3, 16), every="WEEK", times=3)  # summer time begins on 28 March 2027
    change_appointment(appointment=series[1], by=people.counsellor, following=True, starts_at=at(2027, 3, 24, 9, 30))
    assert local(Appointment.objects.order_by("starts_at")) == ["16.03. 10:00", "24.03. 09:30", "31.03. 09:30"]


def test_cancelled_and_logged_ones_of_a_series_stay_as_they_are(people, case, book):
    series = book(at(2027, 1, 5), every="WEEK", times=4)
    cancel_appointment(appointment=series[2], by=people.counsellor)
    log_appointment(appointment=series[3], session=make_session(case), by=people.counsellor)
    changed = change_appointment(appointment=series[0], by=people.counsellor, following=True, minutes=30)
    assert [one.pk for one in changed] == [series[0].pk, series[1].pk]


def test_a_cancelled_appointment_is_not_changed_before_it_is_taken_up_again(people, book):
    (made,) = book()
    cancel_appointment(appointment=made, by=people.counsellor)
    with pytest.raises(DomainError):
        change_appointment(appointment=made, by=people.counsellor, minutes=30)
    restore_appointment(appointment=made, by=people.counsellor)
    assert change_appointment(appointment=made, by=people.counsellor, minutes=30)


def test_what_was_cancelled_at_one_stroke_is_taken_up_at_one_stroke(people, book):
    series = book(at(2027, 1, 5), every="WEEK", times=4)
    cancel_appointment(appointment=series[3], by=people.counsellor)
    cancel_appointment(appointment=series[1], by=people.counsellor, whole_series=True)
    assert Appointment.objects.standing().count() == 1
    assert len(restore_appointment(appointment=series[1], by=people.counsellor)) == 2
    assert Appointment.objects.standing().count() == 3


def test_taking_up_what_stands_changes_nothing(people, book):
    assert restore_appointment(appointment=book()[0], by=people.counsellor) == []


# --- logged --------------------------------------------------------------------------------------------


def test_a_logged_appointment_knows_its_session_and_is_not_touched_again(people, case, book):
    (made,) = book()
    session = make_session(case)
    log_appointment(appointment=made, session=session, by=people.counsellor)
    for refused in (
        lambda: log_appointment(appointment=made, session=make_session(case), by=people.counsellor),
        lambda: change_appointment(appointment=made, by=people.counsellor, minutes=30),
        lambda: cancel_appointment(appointment=made, by=people.counsellor),
        lambda: log_not_held(appointment=Appointment.objects.get(pk=made.pk), by=people.counsellor),
    ):
        with pytest.raises(DomainError):
            refused()
    assert Appointment.objects.get().session == session


def test_a_first_talk_without_a_case_joins_the_case_of_its_session(people, case, book):
    (made,) = book(case=None, title="Erstgespräch")
    log_appointment(appointment=made, session=make_session(case), by=people.counsellor)
    assert Appointment.objects.get().case == case


def test_an_appointment_is_not_logged_in_another_case(people, book):
    with pytest.raises(DomainError):
        log_appointment(
            appointment=book()[0], session=make_session(make_case(counsellor=people.counsellor)), by=people.counsellor
        )


def test_what_did_not_come_about_is_a_session_with_that_result(people, case, book):
    (made,) = book(soon(-1))
    assert [row.id for row in waiting_appointments(people.counsellor)] == [str(made.pk)]
    session = log_not_held(appointment=made, by=people.counsellor)
    assert (session.result, session.started_at, session.note) == (SessionResult.NOT_HELD, made.starts_at, "")
    assert not waiting_appointments(people.counsellor)


def test_what_did_not_come_about_is_logged_in_a_running_case_and_for_an_appointment_that_stands(people, case, book):
    (own,), (cancelled,), (closed,) = book(soon(-1), case=None), book(soon(-1)), book(soon(-1))
    cancel_appointment(appointment=cancelled, by=people.counsellor)
    for appointment in (own, Appointment.objects.get(pk=cancelled.pk)):
        with pytest.raises(DomainError):
            log_not_held(appointment=appointment, by=people.counsellor)
    close_case(case=case, reason="umzug", by=people.counsellor)
    with pytest.raises(DomainError):
        log_not_held(appointment=Appointment.objects.get(pk=closed.pk), by=people.counsellor)
    assert not case.sessions.exists()


def test_an_appointment_waits_for_nobody_who_no_longer_works_on_the_case(people, case, book):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    book(soon(-1), owner=people.colleague)
    assert waiting_appointments(people.colleague)
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert not waiting_appointments(people.colleague)


def test_an_appointment_waits_when_it_is_over_and_not_before(people, book):
    (made,) = book(soon(-1), minutes=60)
    assert not waiting_appointments(people.counsellor, now=made.starts_at + datetime.timedelta(minutes=59))
    assert waiting_appointments(people.counsellor, now=made.starts_at + datetime.timedelta(minutes=61))


def test_ones_own_appointment_never_waits_to_be_logged(people, book):
    book(soon(-1), case=None, title="Teamsitzung")
    assert not waiting_appointments(people.counsellor)


# --- reading ---------------------------------------------------------------------------------------------


def test_the_calendar_holds_own_and_shared_cases_and_no_others(people, case, book):
    book(soon(2))
    theirs = make_case(counsellor=people.colleague)
    make_appointment(starts_at=soon(2, 12), mode="telefon", case=theirs, by=people.colleague)
    start, end = timezone.localdate(), timezone.localdate() + datetime.timedelta(days=7)
    assert len(appointments_between(people.counsellor, start, end)) == 1
    set_co_counsellors(case=theirs, users=[people.counsellor], by=people.colleague)
    rows = appointments_between(people.counsellor, start, end)
    assert [(row.is_mine, row.owner) for row in rows] == [(True, "Jana Lorenz"), (False, "Emre Tan")]
    assert len(appointments_between(people.counsellor, start, end, only_own=True)) == 1
    assert appointments_between(people.lead, start, end) == []


def test_a_night_belongs_to_both_its_days(people, book):
    book(at(2027, 1, 5, 23, 30), minutes=120)
    for day in (5, 6):
        start = datetime.date(2027, 1, day)
        assert len(appointments_between(people.counsellor, start, start + datetime.timedelta(days=1))) == 1
    assert not appointments_between(people.counsellor, datetime.date(2027, 1, 7), datetime.date(2027, 1, 8))


def test_the_next_appointments_of_a_case_and_before_them_what_is_over_and_not_logged(people, case, book):
    (over,) = book(soon(-3))
    (logged,) = book(soon(-4))
    log_appointment(appointment=logged, session=make_session(case), by=people.counsellor)
    (made,) = book(soon(3))
    rows = next_appointments(people.counsellor, case)
    assert [(row.id, row.waits) for row in rows] == [(str(over.pk), True), (str(made.pk), False)]


def test_appointments_take_the_same_statements_however_many(people, book, django_assert_max_num_queries):
    people.counsellor.roles  # noqa: B018  (read once per request)
    start, end = timezone.localdate(), timezone.localdate() + datetime.timedelta(days=7)
    for count in (1, 24):
        for _ in range(count):
            book(soon(2))
        with django_assert_max_num_queries(2):  # and the labels of the modes
            assert appointments_between(people.counsellor, start, end)


# --- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def reached(people):
    """A case whose client told how and when she can be reached."""
    case = make_case(counsellor=people.counsellor, client_facts={"contact_rule": "nur Nachricht, nie anrufen"})
    times = {"begins": datetime.time(9), "ends": datetime.time(12), "is_blocked": False}
    add_client_time(client=case.client, weekdays=[0], by=people.counsellor, **times)
    return case


@pytest.mark.guide("114-12")
def test_how_and_when_she_can_be_reached_stands_beside_the_chosen_client(people, sign_in, reached):
    browser = sign_in(people.counsellor)
    pages = [
        browser.get(f"{reverse('cases:appointment_create')}?fall={reached.pk}"),
        browser.post(reverse("cases:appointment_hints"), {"case": reached.pk}),
    ]
    for page in pages:
        html = page.content.decode()
        assert "nur Nachricht, nie anrufen" in html
        assert "Mo 09:00–12:00" in html
        assert reverse("cases:times", args=(reached.pk,)) in html
    event = AuditEvent.objects.order_by("-seq").first()
    seen = AuditedCase.objects.get(seq=event.seq)
    assert (event.event, seen.case_number, seen.part) == ("case.viewed", reached.number, "IDENTITY")


def test_what_is_known_of_somebody_else_s_client_stays_there(people, sign_in, reached):
    answer = sign_in(people.stranger).post(reverse("cases:appointment_hints"), {"case": reached.pk})
    assert "nie anrufen" not in answer.content.decode()


def test_no_room_is_chosen_by_habit(people, sign_in, book):
    book(soon(3), room=make_room(site=people.team.site), site=people.team.site)
    form = sign_in(people.counsellor).get(reverse("cases:appointment_create")).context["form"]
    assert (form["site"].value(), form["room"].value()) == (people.team.site_id, None)


def test_an_appointment_without_a_case_leads_to_no_session(people, sign_in, case, book):
    browser = sign_in(people.counsellor)
    for of, leads in ((case, True), (None, False)):
        (made,) = book(soon(-3), case=of)
        html = browser.get(reverse("cases:appointment_detail", args=(made.pk,))).content.decode()
        assert (f"?termin={made.pk}" in html) is leads
