"""Lange kein Kontakt: who counts, from when, and that lists, Heute and the case itself say the same."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Case, CounsellingSession
from cases.queries.case_list import case_rows
from cases.queries.contact import without_contact
from cases.queries.my_day import day_cases
from cases.services.case import change_case, close_case, reopen_case
from cases.services.contact import repair_contacts, wrong_contacts
from cases.services.path import end_pause, start_pause
from cases.services.session import correct_session
from umstieg.audit.recording import act
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, opened_on=ago(300))


def talk(case, days_ago, **facts):
    return make_session(case, started_at=noon(ago(days_ago)), **facts)


def is_quiet(case, today=None):
    return without_contact(Case.objects.all(), today or timezone.localdate()).filter(pk=case.pk).exists()


# --- from when it counts -----------------------------------------------------------------------------


@pytest.mark.guide("114-V")
def test_it_counts_from_the_last_session_that_came_about(case):
    talk(case, 200)
    assert is_quiet(case)
    talk(case, 60)
    assert is_quiet(case)  # 60 days in the team: the sixtieth day counts
    talk(case, 59)
    assert not is_quiet(case)


def test_a_talk_that_did_not_come_about_is_no_contact(case):
    talk(case, 100)
    for result in ("NOT_HELD", "POSTPONED", "CANCELLED_BY_CLIENT", "CANCELLED_BY_CENTRE"):
        talk(case, 1, result=result)
    assert is_quiet(case)


def test_without_any_session_it_counts_from_the_opening(people):
    assert not is_quiet(make_case(counsellor=people.counsellor, opened_on=ago(59)))
    assert is_quiet(make_case(counsellor=people.counsellor, opened_on=ago(60)))


@pytest.mark.parametrize("kind", ["PAUSE", "ABROAD"])
@pytest.mark.guide("114-07")
def test_a_pause_and_a_stay_abroad_stop_the_clock_and_it_begins_anew_when_they_end(case, people, kind):
    talk(case, 200)
    pause = start_pause(case=case, kind=kind, on=ago(150), by=people.counsellor)
    assert not is_quiet(case)
    end_pause(pause=pause, on=ago(60), by=people.counsellor)
    assert is_quiet(case)
    assert not is_quiet(case, ago(1))  # the day before it was only 59 days after the pause


def test_a_reopened_case_begins_anew(case, people):
    talk(case, 200)
    close_case(case=case, reason="umzug", by=people.counsellor)
    reopen_case(case=case, by=people.counsellor)
    assert not is_quiet(case)
    assert is_quiet(case, timezone.localdate() + datetime.timedelta(days=60))


def test_a_closed_case_is_never_long_without_contact(case, people):
    talk(case, 200)
    close_case(case=case, reason="umzug", by=people.counsellor)
    assert not is_quiet(case)


def test_the_days_are_those_of_the_team_unless_the_case_says_otherwise(case, people):
    talk(case, 40)
    assert not is_quiet(case)
    change_case(case=case, no_contact_days=30, by=people.counsellor)
    assert is_quiet(case)
    change_case(case=case, no_contact_days=90, by=people.counsellor)
    with act("team.changed", by=people.lead):
        case.team.no_contact_days = 14
        case.team.save()
    assert not is_quiet(case)  # the case's own word goes before the team's
    change_case(case=case, no_contact_days=None, by=people.counsellor)
    assert is_quiet(case)


def test_the_day_of_a_session_is_the_local_one(case):
    """Half past midnight in Berlin is still yesterday in UTC."""
    night = timezone.make_aware(datetime.datetime.combine(ago(59), datetime.time(0, 30)))
    make_session(case, started_at=night)
    assert not is_quiet(case)


def test_list_and_heute_say_the_same_as_the_definition(people):
    quiet = make_case(counsellor=people.counsellor, opened_on=ago(100))
    talk(quiet, 74)
    talk(make_case(counsellor=people.counsellor, opened_on=ago(100)), 3)
    paused = make_case(counsellor=people.counsellor, opened_on=ago(100))
    start_pause(case=paused, by=people.counsellor, on=ago(50))
    defined = set(without_contact(Case.objects.all(), timezone.localdate()).values_list("number", flat=True))
    people.counsellor.forget_memberships()
    listed = {row.number for row in case_rows(Case.objects.all())[1] if row.is_quiet}
    today = {number for number, row in day_cases(people.counsellor).items() if row.quiet_for}
    assert defined == listed == today == {quiet.number}
    assert day_cases(people.counsellor)[quiet.number].quiet_for == "74 Tage"


# --- the last contact on the case ----------------------------------------------------------------------


def last(case):
    return Case.objects.values_list("last_contact_at", "last_contact_mode").get(pk=case.pk)


def test_the_case_knows_its_last_contact_in_whatever_order_sessions_are_logged(case):
    assert last(case) == (None, "")
    later = talk(case, 5, mode="telefon")
    talk(case, 9, mode="email")
    assert last(case) == (later.started_at, "telefon")
    talk(case, 1, mode="brief", result="NOT_HELD")
    assert last(case) == (later.started_at, "telefon")


def test_a_correction_finds_the_last_contact_anew(case, people):
    earlier, later = talk(case, 9, mode="email"), talk(case, 5, mode="telefon")
    correct_session(session=later, version=1, by=people.counsellor, result="NOT_HELD")
    assert last(case) == (earlier.started_at, "email")
    correct_session(session=earlier, version=1, by=people.counsellor, result="NOT_HELD")
    assert last(case) == (None, "")
    correct_session(session=later, version=2, by=people.counsellor, result="HELD", mode="video")
    assert last(case) == (later.started_at, "video")


def test_a_case_saved_from_an_old_reading_keeps_the_last_contact(case, people):
    """Somebody closes the case while somebody else logs a session."""
    read_before = Case.objects.get(pk=case.pk)
    session = talk(case, 1)
    with act("case.changed", by=people.counsellor):
        read_before.save()
    assert last(case) == (session.started_at, session.mode)


def test_what_was_written_past_the_services_is_found_and_mended(case, people):
    session, other = talk(case, 3), make_case(counsellor=people.counsellor)
    assert not wrong_contacts().exists()
    CounsellingSession.objects.filter(pk=session.pk).update(started_at=noon(ago(2)))
    Case.objects.filter(pk=other.pk).update(last_contact_at=noon(ago(2)), last_contact_mode="telefon")
    assert set(wrong_contacts()) == {case, other}
    with pytest.raises(CommandError):
        call_command("check_last_contact")
    assert repair_contacts() == 2
    call_command("check_last_contact")
    assert not wrong_contacts().exists()
    assert last(case)[0] == noon(ago(2))
    assert last(other) == (None, "")
