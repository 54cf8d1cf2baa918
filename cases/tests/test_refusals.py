"""Rules that the forms keep as well: whoever calls a service some other way is refused by the service itself."""

import datetime

import pytest
from django.utils import timezone

from cases.models import ClientTime, CounsellingSession, Notice
from cases.services.appointment import log_not_held, make_appointment
from cases.services.case import change_case, close_case, reopen_case
from cases.services.client import add_language
from cases.services.client_time import MOST, add_client_time
from cases.services.grant import lock_case
from cases.services.handover import hand_over
from cases.services.notice import leave_notice
from cases.services.occasion import MOST_ROWS, log_sessions
from umstieg.agenda.enums import Every
from umstieg.centre.services import name_centre, set_land
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_session

NINE, NOON = datetime.time(9), datetime.time(12)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def refused(field, service, **facts):
    """The service says no, at this field; returns what it says."""
    with pytest.raises(DomainError) as error:
        service(**facts)
    assert error.value.field == field
    return error.value.message


def test_a_running_case_is_not_reopened(people, case):
    refused(None, reopen_case, case=case, by=people.counsellor)
    close_case(case=case, reason="umzug", by=people.counsellor)
    case.refresh_from_db()
    reopen_case(case=case, by=people.counsellor)


def test_a_case_does_not_begin_after_its_first_session(people, case):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    change_case(case=case, opened_on=yesterday - datetime.timedelta(days=5), by=people.counsellor)
    case.refresh_from_db()
    make_session(case, started_at=timezone.now() - datetime.timedelta(days=3))
    refused("opened_on", change_case, case=case, opened_on=yesterday, by=people.counsellor)


def test_a_language_stands_in_the_file_once(people, case):
    add_language(client=case.client, language="bg", by=people.counsellor)
    refused("language", add_language, client=case.client, language="bg", by=people.counsellor)
    assert case.client.languages.count() == 1


def test_a_time_of_a_client_has_a_day(people, case):
    facts = {"client": case.client, "begins": NINE, "ends": NOON, "by": people.counsellor}
    refused("weekdays", add_client_time, weekdays=[], **facts)
    assert not ClientTime.objects.exists()


def test_a_client_has_so_many_times_and_no_more(people, case):
    facts = {"client": case.client, "begins": NINE, "ends": NOON, "by": people.counsellor}
    for _number in range(MOST):
        add_client_time(weekdays=[0], **facts)
    refused(None, add_client_time, weekdays=[0], **facts)


def test_nobody_hides_a_case_from_herself(people, case):
    refused("user", lock_case, case=case, user=people.counsellor, reason="Nachbarin", by=people.counsellor)


@pytest.mark.parametrize("days", [-1, 43])
def test_whoever_hands_over_reads_on_for_six_weeks_at_most(people, case, days):
    until = timezone.localdate() + datetime.timedelta(days=days)
    moves = {case: people.colleague}
    refused("keep_until", hand_over, moves=moves, keep_until=until, by=people.counsellor)


def test_a_notice_tells_what_has_happened(people):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    facts = {"recipient": people.counsellor, "text": "War da", "by": people.colleague}
    refused("happened_on", leave_notice, happened_at=tomorrow, **facts)
    assert not Notice.objects.exists()


def test_a_talk_is_logged_with_somebody_once_and_not_with_a_crowd(people, case):
    shared = {"by": people.counsellor, "mode": "telefon", "started_at": timezone.now()}
    assert refused(None, log_sessions, rows=[], **shared)
    assert refused(None, log_sessions, rows=[{"case": case}, {"case": case}], **shared)
    crowd = [{"case": make_case(counsellor=people.counsellor)} for _number in range(MOST_ROWS + 1)]
    assert refused(None, log_sessions, rows=crowd, **shared)
    assert not CounsellingSession.objects.exists()


def test_an_own_appointment_without_a_case_is_not_logged_as_not_held(people):
    (own,) = make_appointment(starts_at=timezone.now(), mode="telefon", title="Supervision", by=people.counsellor)
    refused(None, log_not_held, appointment=own, by=people.counsellor)


def test_a_series_of_holidays_alone_is_refused(people, case):
    """Christmas Day and the day after, daily, holidays left out: nothing is left."""
    name_centre(name="Beratungsstelle", by=None)
    set_land(land="SH", by=None)
    christmas = datetime.datetime(timezone.localdate().year + 1, 12, 25, 10, tzinfo=timezone.get_current_timezone())
    refused(
        "until",
        make_appointment,
        starts_at=christmas,
        mode="telefon",
        case=case,
        every=Every.WEEK,
        until=christmas.date() + datetime.timedelta(days=3),
        skip_holidays=True,
        by=people.counsellor,
    )
