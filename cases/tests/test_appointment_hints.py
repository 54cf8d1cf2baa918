"""What is worth knowing before an appointment is entered: one rule after the other, and that none of them locks."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Appointment
from cases.queries.appointment_hints import hints
from cases.services.appointment import make_appointment
from cases.services.case import set_co_counsellors
from cases.services.client import add_language
from cases.services.client_time import add_client_time
from cases.services.path import start_pause
from umstieg.accounts.services import set_spoken_languages
from umstieg.centre.services import name_centre, set_land
from umstieg.testing.make import make_case, make_room

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2027, 2, 1)
TODAY = datetime.date(2027, 1, 4)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def room(people):
    return make_room(site=people.team.site)


@pytest.fixture
def keys(people, case, room):
    """keys(hour, …): the keys of the hints about a talk on a Monday in a protected room."""

    def asked(hour=10, minute=0, *, day=MONDAY, saved=False, **facts):
        starts_at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
        facts = {"case": case, "mode": "persoenlich_stelle", "room": room, "minutes": 60} | facts
        if saved:
            (made,) = make_appointment(starts_at=starts_at, by=people.counsellor, **{"site": None} | facts)
            return made
        appointment = Appointment(starts_at=starts_at, owner=people.counsellor, **facts)
        return [hint.key for hint in hints(appointment, today=TODAY)]

    return asked


def test_an_ordinary_talk_has_no_hint(keys):
    assert keys() == []


# --- 114-12: the client's daily life -------------------------------------------------------------------


@pytest.fixture
def time_of(people, case):
    def added(begins, ends, *, weekdays=(0,), is_blocked=False):
        add_client_time(
            client=case.client,
            weekdays=list(weekdays),
            begins=datetime.time(*begins),
            ends=datetime.time(*ends),
            is_blocked=is_blocked,
            by=people.counsellor,
        )

    return added


@pytest.mark.guide("114-12")
@pytest.mark.parametrize(("hour", "minute"), [(9, 0), (11, 0)])
def test_a_time_that_suits_her_has_no_hint(keys, time_of, hour, minute):
    time_of((9, 0), (12, 0))
    assert keys(hour, minute) == []


@pytest.mark.guide("114-12")
@pytest.mark.parametrize(("hour", "minute"), [(8, 59), (11, 1), (15, 0)])
def test_a_time_outside_those_that_suit_her_is_an_alert(keys, time_of, hour, minute):
    time_of((9, 0), (12, 0))
    assert keys(hour, minute) == ["outside preferred times"]


@pytest.mark.guide("114-12")
def test_another_weekday_is_outside_too(keys, time_of):
    time_of((9, 0), (12, 0), weekdays=(1, 2))
    assert keys() == ["outside preferred times"]


@pytest.mark.guide("114-12")
def test_one_of_several_times_is_enough(keys, time_of):
    time_of((15, 0), (18, 0))
    time_of((9, 0), (12, 0))
    assert keys() == []


@pytest.mark.guide("114-12")
@pytest.mark.parametrize(("hour", "minute", "is_met"), [(8, 0, False), (8, 1, True), (11, 59, True), (12, 0, False)])
def test_a_time_that_is_not_possible_is_an_alert_as_soon_as_it_is_touched(keys, time_of, hour, minute, is_met):
    time_of((9, 0), (12, 0), is_blocked=True)
    assert keys(hour, minute) == (["blocked time"] if is_met else [])


@pytest.mark.guide("114-12")
def test_a_night_is_measured_by_both_its_days(keys, time_of):
    time_of((0, 0), (1, 0), weekdays=(1,), is_blocked=True)
    assert keys(23, 30) == ["blocked time"]


# --- 114-08: protected rooms -------------------------------------------------------------------------------


@pytest.mark.guide("114-08")
def test_a_talk_in_an_unprotected_room_is_an_alert(keys, people):
    assert keys(room=make_room(site=people.team.site, is_protected=False)) == ["unprotected room"]


@pytest.mark.guide("114-08")
@pytest.mark.parametrize("mode", ["persoenlich_stelle", "mobil"])
def test_a_talk_without_a_room_of_ours_is_an_alert(keys, mode):
    assert keys(room=None, mode=mode, place="Café") == ["no own room"]


@pytest.mark.guide("114-08")
@pytest.mark.parametrize(
    "mode", ["begleitung", "aufsuchend", "telefon", "textnachricht", "email", "brief", "video", "chat_forum"]
)
def test_no_room_is_asked_for_where_nobody_sits_in_one_of_ours(keys, mode):
    assert keys(room=None, mode=mode) == []


def test_ones_own_appointment_asks_for_no_room(keys, people):
    assert keys(case=None, room=make_room(site=people.team.site, is_protected=False)) == []


# --- 114-11: language ----------------------------------------------------------------------------------------


@pytest.fixture
def needs_bulgarian(people, case):
    add_language(client=case.client, language="bg", needs_mediation=True, by=people.counsellor)


@pytest.mark.guide("114-11")
def test_a_language_nobody_is_there_for_is_an_alert(keys, needs_bulgarian):
    assert keys(mode="telefon") == ["language"]


@pytest.mark.guide("114-11")
def test_a_language_without_need_of_mediation_has_no_hint(keys, people, case):
    add_language(client=case.client, language="de", by=people.counsellor)
    assert keys() == []


@pytest.mark.guide("114-11")
def test_a_mediator_or_a_counsellor_who_speaks_it_is_enough(keys, people, needs_bulgarian):
    assert keys(mediator="M. Dinu") == []
    set_spoken_languages(user=people.counsellor, languages=["bg"], by=people.counsellor)
    assert keys() == []


@pytest.mark.guide("114-11")
def test_the_counsellor_who_holds_the_appointment_counts(keys, people, case, needs_bulgarian):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    set_spoken_languages(user=people.counsellor, languages=["bg"], by=people.counsellor)
    appointment = Appointment(starts_at=timezone.now(), mode="telefon", case=case, owner=people.colleague, minutes=60)
    assert "language" in [hint.key for hint in hints(appointment)]


@pytest.mark.guide("114-11")
@pytest.mark.guide("114-17")
def test_a_colleague_of_the_team_who_speaks_it_is_named_and_a_stranger_is_not(people, case, needs_bulgarian):
    for person in (people.colleague, people.stranger, people.lead):
        set_spoken_languages(user=person, languages=["bg"], by=person)
    appointment = Appointment(starts_at=timezone.now(), mode="telefon", case=case, owner=people.counsellor, minutes=60)
    text = next(hint.text for hint in hints(appointment) if hint.key == "language")
    assert "Emre Tan spricht Bulgarisch." in text
    assert "Weber" not in text
    assert "Behrens" not in text


# --- day, pause, double booking: soft ------------------------------------------------------------------------


def test_a_public_holiday_of_the_land_is_told(keys, people):
    name_centre(name="Beratungsstelle", by=None)
    reformation = datetime.date(2028, 10, 31)  # a Tuesday; a holiday in Hamburg, not in Bavaria
    set_land(land="HH", by=people.admin)
    assert keys(day=reformation) == ["holiday"]
    set_land(land="BY", by=people.admin)
    assert keys(day=reformation) == []


def test_a_holiday_of_the_whole_country_needs_no_land(keys):
    assert keys(day=datetime.date(2028, 10, 3)) == ["holiday"]


def test_a_sunday_is_told(keys):
    assert keys(day=datetime.date(2027, 1, 31)) == ["sunday"]


def test_a_day_of_a_pause_is_told(keys, people, case):
    start_pause(case=case, by=people.counsellor)
    assert keys() == ["pause"]


@pytest.mark.parametrize(("hour", "minute", "is_met"), [(9, 0, False), (9, 1, True), (10, 59, True), (11, 0, False)])
def test_two_appointments_at_the_same_time_are_told(keys, people, hour, minute, is_met):
    keys(10, saved=True, case=None, room=None, mode="telefon")
    assert keys(hour, minute) == (["counsellor double booked"] if is_met else [])


def test_a_taken_room_is_told_without_by_whom(keys, people, case, room):
    theirs = make_case(counsellor=people.colleague, client_facts={"pseudonym": "Zqname"})
    begins = timezone.make_aware(datetime.datetime.combine(MONDAY, datetime.time(10)))
    make_appointment(
        starts_at=begins, mode="persoenlich_stelle", case=theirs, room=room, site=None, by=people.colleague
    )
    appointment = Appointment(
        starts_at=begins, mode="persoenlich_stelle", case=case, room=room, owner=people.counsellor, minutes=60
    )
    (hint,) = hints(appointment, today=TODAY)
    assert (hint.key, hint.is_alert, hint.source) == ("room double booked", True, "")
    assert not [word for word in ("Zqname", "Emre", theirs.number) if word in hint.text]


def test_an_appointment_is_not_in_its_own_way_and_a_cancelled_one_in_nobodys(keys, people):
    made = keys(10, saved=True)
    assert hints(made, today=TODAY) == []
    made.cancelled_at = timezone.now()
    assert hints(made) == []


def test_a_day_that_is_over_is_told_softly(people):
    yesterday = timezone.now() - datetime.timedelta(days=1)
    appointment = Appointment(starts_at=yesterday, mode="telefon", owner=people.counsellor, minutes=60)
    hint = hints(appointment)[0]
    assert (hint.key, hint.is_alert) == ("past", False)
    appointment.starts_at = timezone.now()
    assert "past" not in [hint.key for hint in hints(appointment)]


def test_about_oneself_one_is_told_as_you_and_a_muss_names_its_source(people, case, needs_bulgarian):
    appointment = Appointment(starts_at=timezone.now(), mode="telefon", case=case, owner=people.counsellor, minutes=60)
    own, others = (
        next(hint for hint in hints(appointment, by=by) if hint.key == "language")
        for by in (people.counsellor, people.colleague)
    )
    assert own.text.startswith("Sie sprechen laut Ihrem Profil kein Bulgarisch")
    assert others.text.startswith("Jana Lorenz spricht laut Profil kein Bulgarisch")
    assert own.source == "1.1.4"


def test_a_muss_of_the_guide_and_what_is_taken_are_alerts(keys, people, case, time_of, needs_bulgarian):
    time_of((9, 0), (12, 0))
    start_pause(case=case, by=people.counsellor)
    keys(20, saved=True)
    sunday = timezone.make_aware(datetime.datetime(2027, 1, 31, 20))
    appointment = Appointment(
        starts_at=sunday, mode="persoenlich_stelle", case=case, owner=people.counsellor, minutes=60
    )
    found = hints(appointment, today=TODAY)
    assert {hint.guide for hint in found if hint.is_alert} == {"114-08", "114-11", "114-12"}
    assert {hint.key for hint in found if not hint.is_alert} == {"pause", "sunday"}


def test_no_hint_keeps_an_appointment_from_being_entered(keys, time_of, needs_bulgarian):
    time_of((0, 0), (23, 59), weekdays=range(7), is_blocked=True)
    assert keys(saved=True, day=datetime.date(2027, 1, 31), room=None, place="Café").pk
