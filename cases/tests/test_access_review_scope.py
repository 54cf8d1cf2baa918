"""The access review keeps to its team, its case and its person: what is another's neither waits, shows nor is decided."""

import datetime

import pytest
from django.utils import timezone

from cases.enums import AccessDecision, GrantKind
from cases.models import AccessReview
from cases.models.access_review import Access
from cases.queries.access_review import (
    accesses_to_review,
    decided_in_quarter,
    decided_on,
    state_of_teams,
    waiting_cases,
    with_facts,
)
from cases.services.access_review import review_accesses
from cases.services.case import change_case, set_co_counsellors
from cases.services.grant import lock_case
from umstieg.access.enums import Part, Role
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_user
from umstieg.testing.world import give

from .test_access_review import NEEDED, as_counsellor_too, decide, led_too, told, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def foreign(people):
    """A case of the other team, open to others in each of the three ways."""
    case = make_case(counsellor=people.stranger)
    second = make_user(Role.COUNSELLOR, team=people.other_team, name="Karl Dorn")
    set_co_counsellors(case=case, users=[second], by=people.stranger)
    change_case(case=case, deputy=make_user(Role.COUNSELLOR, team=people.other_team), by=people.stranger)
    give(case, people.colleague, GrantKind.KEEP, Part.RESTRICTED, until=30)
    return case


def test_nothing_of_another_team_waits_or_is_shown(people, case, foreign):
    assert len(told(people.other_lead)) == 3
    assert waiting_cases(people.other_lead)["cases"] == 1
    assert told(people.lead) == set()
    assert waiting_cases(people.lead)["cases"] == 0
    assert with_facts(accesses_to_review(people.other_lead), people.lead) == []


def test_what_another_team_has_decided_is_shown_only_there_and_only_at_its_case(people, case, foreign):
    for _number, row in waiting(people.other_lead):
        review_accesses(decisions={row.access: NEEDED}, by=people.other_lead)
    assert len(decided_in_quarter(people.other_lead)) == 3
    assert decided_in_quarter(people.lead) == []
    assert len(decided_on(foreign)) == 3
    assert decided_on(case) == []


def test_a_deputy_is_confirmed_for_one_case_and_as_one_person(people, case):
    other = make_case(counsellor=people.counsellor)
    for one in (case, other):
        change_case(case=one, deputy=people.colleague, by=people.counsellor)
    decide(people.lead, people.colleague, NEEDED, case=case)
    assert [number for number, _row in waiting(people.lead)] == [other.number]
    (state,) = state_of_teams()
    assert (state.reviewed, state.open) == (1, 1)
    decide(people.lead, people.colleague, NEEDED, case=other)
    assert waiting(people.lead) == []
    mona = make_user(Role.COUNSELLOR, team=people.team, name="Mona Neu")
    change_case(case=case, deputy=mona, by=people.counsellor)
    assert [row.who for _number, row in waiting(people.lead)] == ["Mona Neu"]
    decide(people.lead, mona, NEEDED, case=case)
    assert waiting(people.lead) == []


def test_a_quarter_is_overdue_for_the_deputy_who_was_in_it_and_for_no_other_case_or_person(people, case):
    first, later = datetime.date(2026, 10, 1), datetime.date(2027, 5, 3)
    with act("access.reviewed", by=people.lead):
        AccessReview.objects.create(
            case=case,
            user=people.colleague,
            quarter=first,
            decision=NEEDED,
            decided_by=people.lead,
            decided_at=timezone.now(),
        )
    mona = make_user(Role.COUNSELLOR, team=people.team, name="Mona Neu")
    change_case(case=case, deputy=mona, by=people.counsellor)
    change_case(case=make_case(counsellor=people.counsellor), deputy=people.colleague, by=people.counsellor)
    assert [state.overdue for state in state_of_teams(today=later)] == [0]
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    assert [state.overdue for state in state_of_teams(today=later)] == [1]


def test_another_lead_is_one_unless_this_case_is_hidden_from_her(people, case):
    lead, second = as_counsellor_too(people.lead, people.team), led_too(people)
    set_co_counsellors(case=case, users=[lead], by=people.counsellor)
    elsewhere = make_case(counsellor=people.counsellor)
    lock_case(case=elsewhere, user=second, reason="Nachbarin", by=people.counsellor)
    lock_case(case=case, user=people.colleague, reason="Schwägerin", by=people.counsellor)
    with pytest.raises(DomainError):  # neither lock makes the second lead another
        decide(lead, lead, NEEDED, case=case)
    lock_case(case=case, user=second, reason="Schwägerin", by=people.counsellor)
    decide(lead, lead, NEEDED, case=case)


def test_a_lead_from_whom_a_case_is_hidden_decides_nothing_about_it(people, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    ((_number, row),) = waiting(people.lead)
    lock_case(case=case, user=people.lead, reason="Schwägerin", by=people.counsellor)
    with pytest.raises(DomainError):
        review_accesses(decisions={row.access: AccessDecision.ENDED}, by=people.lead)
    assert case.co_counsellings.filter(ended_on=None).exists()


def test_an_access_is_that_of_its_case_and_of_its_person(people, case, foreign):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    own = case.co_counsellings.get()
    kept = give(case, people.colleague, GrantKind.KEEP, Part.RESTRICTED, until=30)
    theirs, grant = foreign.co_counsellings.get(), foreign.grants.get()
    for made_up in (
        Access(case.pk, theirs.user_id, theirs.pk),  # of another case
        Access(case.pk, people.lead.pk, own.pk),  # of another person
        Access(case.pk, grant.user_id, None, grant.pk),
        Access(case.pk, people.lead.pk, None, kept.pk),
        Access(case.pk, people.colleague.pk),  # she is no deputy
    ):
        with pytest.raises(DomainError):
            review_accesses(decisions={made_up: AccessDecision.ENDED}, by=people.lead)
    assert not AccessReview.objects.exists()
