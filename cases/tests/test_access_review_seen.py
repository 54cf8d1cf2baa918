"""What others see of a quarter's look at who may open a case: the file, its ledger, Heute, data protection."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import AccessDecision, GrantKind, Told
from cases.models import AccessReview
from cases.models.access_review import FIRST_QUARTER
from cases.queries.access_review import state_of_teams
from cases.queries.ledger import ledger
from cases.services.case import set_co_counsellors
from umstieg.access.enums import Part
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.audit.recording import act
from umstieg.testing.make import make_case
from umstieg.testing.world import give, share

from .test_access_review import PAGE, decide

pytestmark = pytest.mark.django_db

NEEDED, ENDED = AccessDecision.NEEDED, AccessDecision.ENDED


@pytest.fixture
def case(people):
    """The counsellor's case; the colleague works on it too."""
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    return case


def test_the_lead_finds_on_heute_how_many_cases_wait(people, case, sign_in):
    assert "1 Fall: Wer braucht ihn noch?" in sign_in(people.lead).get("/").content.decode()
    decide(people.lead, people.colleague, NEEDED)
    assert "Wer braucht" not in sign_in(people.lead).get("/").content.decode()
    assert "Wer braucht ihn noch" not in sign_in(people.counsellor).get("/").content.decode()


def test_the_ledger_tells_that_a_lead_has_looked_and_that_an_access_ended_without_saying_whose(people, case):
    decide(people.lead, people.colleague, ENDED)
    entry = ledger(case, Part.FACTS).entries[0]
    assert (entry.who, entry.reason) == ("Katrin Behrens", "")
    assert entry.told == [Told.REVIEWED_ACCESS, Told.CHANGED_CASE]
    event = AuditEvent.objects.order_by("seq").last()
    assert {act["event"] for act in event.acts} == {"access.reviewed", "co_counsellor.ended"}
    assert "Emre" not in str(event.acts)
    assert AuditedCase.objects.filter(seq=event.seq, event="access.reviewed").get().case_number == case.number


def test_that_the_list_was_seen_stands_in_the_log_with_its_cases(people, case, sign_in):
    sign_in(people.lead).get(PAGE)
    assert AuditedCase.objects.filter(event="accesses.listed", case_number=case.number, part="FACTS").exists()


def test_data_protection_sees_counts_of_each_team_and_no_name(people, case, sign_in):
    second = make_case(counsellor=people.counsellor)
    set_co_counsellors(case=second, users=[people.colleague], by=people.counsellor)
    decide(people.lead, people.colleague, NEEDED, second)
    (state,) = state_of_teams()
    assert (state.team, state.reviewed, state.open, state.overdue) == (people.team.name, 1, 1, 0)
    page = sign_in(people.auditor).get("/").content.decode()
    assert "1 Zugriff entschieden" in page
    assert not any(word in page for word in (case.number, "Ginster", "Emre Tan", "Jana Lorenz", "Katrin Behrens"))


def in_first_quarter(people, *, days):
    """A case with a co-counselling that began so many days after the first day of the first quarter."""
    case = make_case(counsellor=people.counsellor)
    begun = FIRST_QUARTER + datetime.timedelta(days=days)
    return share(case, people.colleague, since=(begun - timezone.localdate()).days)


def overdue(day) -> int:
    return next(iter(one.overdue for one in state_of_teams(today=datetime.date.fromisoformat(day))), 0)


def test_a_quarter_is_overdue_as_soon_as_it_is_over_with_something_left(people):
    in_first_quarter(people, days=10)
    days = ("2026-12-31", "2027-01-01", "2027-03-31", "2027-04-01", "2027-11-30")
    assert [overdue(day) for day in days] == [0, 1, 1, 2, 4]


def test_no_quarter_is_overdue_any_more_when_what_ran_in_it_has_been_looked_at_since(people):
    shared = in_first_quarter(people, days=10)
    with act("access.reviewed", by=people.lead):
        AccessReview.objects.create(
            case=shared.case,
            user=shared.user,
            co_counselling=shared,
            quarter=datetime.date(2027, 1, 1),
            decision=NEEDED,
            decided_by=people.lead,
            decided_at=timezone.now(),
        )
    assert [overdue(day) for day in ("2027-02-01", "2027-04-01", "2027-07-01")] == [0, 0, 1]


def test_nothing_before_the_first_quarter_of_the_review_is_overdue(people):
    in_first_quarter(people, days=-900)
    assert [overdue(day) for day in ("2026-12-31", "2027-01-01")] == [0, 1]


def test_a_lead_finds_in_the_file_what_was_decided_and_reads_no_reason_there(people, case, sign_in):
    give(case, people.colleague, GrantKind.KEEP, Part.NOTES, reason="Fragen der nächsten Wochen")
    decide(people.lead, people.colleague, NEEDED, case)
    page = sign_in(people.lead).get(reverse("cases:access", args=(case.pk,))).content.decode()
    assert "Wer braucht diesen Fall noch?" in page
    assert "liest nach einer Übergabe weiter" in page
    assert "Fragen der nächsten Wochen" not in page
