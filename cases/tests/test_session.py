"""Counselling sessions: what may be empty, what a correction keeps, what is refused."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import SessionResult
from cases.models import CounsellingSession, SessionVersion
from cases.queries.earlier import session_with_versions
from cases.services.session import correct_session, log_session
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import ConflictError, DomainError
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, opened_on=datetime.date(2026, 1, 5))


def logged(case, **facts):
    started = datetime.datetime(2026, 3, 4, 10, 0, tzinfo=datetime.UTC)
    return make_session(case, **{"started_at": started, **facts})


# --- logging ---------------------------------------------------------------------------------------


def test_a_session_needs_only_date_and_mode(case):
    session = log_session(case=case, started_at=timezone.now(), mode="telefon", by=case.counsellor)
    assert (session.minutes, session.note, session.topics, session.setting, session.site) == (None, "", [], "", None)
    assert (session.result, session.version, session.counsellor) == ("HELD", 1, case.counsellor)


@pytest.mark.parametrize("result", SessionResult.values)
def test_a_talk_that_did_not_come_about_is_a_valid_entry_without_minutes_or_note(case, result):
    session = log_session(case=case, started_at=timezone.now(), mode="telefon", result=result, by=case.counsellor)
    assert CounsellingSession.objects.get() == session


def test_a_session_is_not_logged_ahead(case):
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    for started in (tomorrow, tomorrow.replace(hour=0, minute=1), tomorrow + datetime.timedelta(days=400)):
        with pytest.raises(DomainError) as refused:
            logged(case, started_at=started)
        assert refused.value.field == "started_on"
    logged(case, started_at=timezone.localtime().replace(hour=23, minute=59))


def test_a_session_does_not_lie_before_the_opening_of_its_case(case):
    opening = datetime.datetime(2026, 1, 5, 0, 1, tzinfo=timezone.get_default_timezone())
    assert logged(case, started_at=opening)
    with pytest.raises(DomainError):
        logged(case, started_at=opening - HOUR)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"mode": ""}, "mode"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"mediation_minutes": 0, "mediation_language": "bg"}, "mediation_minutes"),
        ({"place": "x" * 121}, "place"),
        ({"note": "x" * 50_001}, "note"),
        ({"result": "NO_SHOW"}, "result"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(case, facts, field):
    with pytest.raises(DomainError) as refused:
        logged(case, **facts)
    assert refused.value.field == field
    assert not CounsellingSession.objects.exists()


def test_the_database_itself_refuses_impossible_lengths(case):
    session = logged(case)
    for facts in ({"minutes": 0}, {"minutes": 1441}, {"mediation_minutes": 0}, {"result": "NO_SHOW"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CounsellingSession.objects.filter(pk=session.pk).update(**facts)


@pytest.mark.guide("111-10")
def test_mediation_is_kept_with_language_person_and_minutes(case):
    logged(case, mediation_language="bg", mediator="M. Dinu", mediation_minutes=90)
    session = CounsellingSession.objects.get()
    assert (session.mediation_language, session.mediator, session.mediation_minutes) == ("bg", "M. Dinu", 90)


@pytest.mark.guide("111-10")
def test_mediation_needs_a_language_but_no_name_and_no_length(case):
    for facts in ({"mediator": "M. Dinu"}, {"mediation_minutes": 90}):
        with pytest.raises(DomainError) as refused:
            logged(case, **facts)
        assert refused.value.field == "mediation_language"
    assert logged(case, mediation_language="bg")


def test_a_colleague_may_be_the_counsellor_of_a_session_somebody_else_logs(case, people):
    session = logged(case, counsellor=people.colleague, by=people.counsellor)
    assert (session.counsellor, session.created_by) == (people.colleague, people.counsellor)


# --- correcting ------------------------------------------------------------------------------------


def test_a_correction_keeps_how_it_read_before(case):
    session = logged(case, note="alt", minutes=45, topics=["konto"])
    correct_session(session=session, by=case.counsellor, version=1, note="neu", reason="Tippfehler")
    now, before = CounsellingSession.objects.get(), SessionVersion.objects.get()
    assert (now.version, now.note, now.minutes) == (2, "neu", 45)
    assert (before.version, before.facts["note"], before.facts["topics"]) == (1, "alt", ["konto"])
    assert (before.reason, before.replaced_by) == ("Tippfehler", case.counsellor)


def test_every_correction_is_a_version_of_its_own(case):
    session = logged(case, note="eins")
    for version, note in ((1, "zwei"), (2, "drei"), (3, "vier")):
        correct_session(session=session, by=case.counsellor, version=version, note=note)
    kept = SessionVersion.objects.order_by("version")
    assert [(row.version, row.facts["note"]) for row in kept] == [(1, "eins"), (2, "zwei"), (3, "drei")]


def test_the_slower_of_two_corrections_is_told_and_overwrites_nothing(case):
    session = logged(case, note="alt")
    correct_session(session=session, by=case.counsellor, version=1, note="die erste")
    with pytest.raises(ConflictError):
        correct_session(session=session, by=case.counsellor, version=1, note="die zweite")
    assert CounsellingSession.objects.get().note == "die erste"
    assert SessionVersion.objects.count() == 1


def test_without_a_change_no_version_is_written(case):
    session = logged(case, note="gleich")
    correct_session(session=session, by=case.counsellor, version=1, note="gleich", reason="nur so")
    assert CounsellingSession.objects.get().version == 1
    assert not SessionVersion.objects.exists()


def test_a_refused_correction_leaves_session_and_versions_as_they_were(case):
    session = logged(case, note="alt")
    for facts in (
        {"minutes": 0},
        {"mode": ""},
        {"mediator": "M. Dinu"},
        {"started_at": session.started_at - 90 * 24 * HOUR},
    ):
        with pytest.raises(DomainError):
            correct_session(session=session, by=case.counsellor, version=1, note="neu", **facts)
    kept = CounsellingSession.objects.get()
    assert (kept.version, kept.note, SessionVersion.objects.count()) == (1, "alt", 0)
    assert not AuditEvent.objects.filter(event="session.corrected").exists()


def test_earlier_versions_are_read_with_the_session_newest_first(case):
    session = logged(case, note="eins")
    correct_session(session=session, by=case.counsellor, version=1, note="zwei")
    session = correct_session(session=session, by=case.counsellor, version=2, note="drei")
    entry, earlier = session_with_versions(session)
    assert entry["note"] == "drei"
    assert [one["note"] for one in earlier] == ["zwei", "eins"]
