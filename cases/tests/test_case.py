"""The case: numbers, who works on it, phases, closing."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case, CasePhase, Client, CoCounselling
from cases.policies import can_view_case, can_write_in_case
from cases.services.case import (
    change_case,
    close_case,
    counsellors_of,
    end_phase,
    open_case,
    set_co_counsellors,
    set_phases,
    start_phase,
)
from umstieg.access.enums import Part
from umstieg.accounts.services import disable_user, end_membership
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_session, make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days_ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


# --- numbers ---------------------------------------------------------------------------------------


def test_numbers_count_up_within_the_year_of_opening():
    first = make_case(opened_on=datetime.date(2025, 12, 31))
    numbers = [first.number] + [
        make_case(counsellor=first.counsellor, opened_on=on).number
        for on in (datetime.date(2025, 1, 1), datetime.date(2026, 1, 1), datetime.date(2026, 5, 1))
    ]
    assert numbers == ["25-0001", "25-0002", "26-0001", "26-0002"]


def test_clients_and_cases_count_apart():
    first = make_case()
    make_case(client=first.client, counsellor=first.counsellor)
    third = make_case(counsellor=first.counsellor)
    assert re.fullmatch(r"\d\d-0003", third.number)
    assert re.fullmatch(r"K\d\d-0002", third.client.number)


def test_a_refused_opening_uses_up_no_number():
    first = make_case()
    with pytest.raises(DomainError):
        make_case(counsellor=first.counsellor, client_facts={"pseudonym": "x" * 61})
    second = make_case(counsellor=first.counsellor)
    assert int(second.number[3:]) == int(first.number[3:]) + 1
    assert int(second.client.number[4:]) == int(first.client.number[4:]) + 1


def test_a_case_prints_as_its_number(case):
    assert str(case) == case.number


# --- opening ---------------------------------------------------------------------------------------


@pytest.mark.guide("0-02")
def test_a_client_may_have_several_cases_at_once_and_over_the_years(people):
    first = make_case(counsellor=people.counsellor, opened_on=datetime.date(2023, 4, 1))
    second = make_case(counsellor=people.stranger, client=first.client)
    assert Client.objects.count() == 1
    assert list(first.client.cases.order_by("number")) == [first, second]
    assert (first.team, second.team) == (people.team, people.other_team)


def test_the_contact_person_counsels_in_the_team_of_the_case(people):
    for user in (people.stranger, people.lead, people.outreach, people.admin, people.nobody):
        with pytest.raises(DomainError) as refused:
            open_case(team=people.team, counsellor=user, client_facts={"pseudonym": "A"}, by=people.counsellor)
        assert refused.value.field == "counsellor"
    assert not Case.objects.exists()


def test_the_deputy_counsels_in_the_team_of_a_new_case_too(people):
    facts = {"team": people.team, "counsellor": people.counsellor, "by": people.counsellor}
    for user in (people.stranger, people.lead):
        with pytest.raises(DomainError) as refused:
            open_case(client_facts={"pseudonym": "A"}, deputy=user, **facts)
        assert refused.value.field == "deputy"
    assert open_case(client_facts={"pseudonym": "A"}, deputy=people.colleague, **facts).deputy == people.colleague


def test_somebody_whose_role_has_ended_or_who_was_disabled_is_no_contact_person(people):
    end_membership(membership=people.counsellor.memberships.get(), by=None)
    disable_user(user=people.colleague, by=None)
    assert list(counsellors_of(people.team)) == []


def test_the_site_is_that_of_the_team_if_nobody_says_otherwise(case):
    assert case.site == case.team.site


def test_a_new_case_begins_with_getting_to_know_on_its_first_day(people):
    case = make_case(counsellor=people.counsellor, opened_on=datetime.date(2026, 2, 3))
    phase = case.phases.get()
    assert (phase.phase, phase.started_on, phase.ended_on) == ("GETTING_TO_KNOW", datetime.date(2026, 2, 3), None)


# --- dates and pairs -------------------------------------------------------------------------------


@pytest.mark.guide("0-06")
def test_the_day_somebody_became_a_client_is_kept_and_not_before_the_opening(case):
    change_case(case=case, by=case.counsellor, client_since=case.opened_on + datetime.timedelta(days=21))
    assert Case.objects.get().client_since == case.opened_on + datetime.timedelta(days=21)
    with pytest.raises(DomainError):
        change_case(case=case, by=case.counsellor, client_since=case.opened_on - datetime.timedelta(days=1))
    assert Case.objects.get().client_since == case.opened_on + datetime.timedelta(days=21)


def test_the_opening_is_not_moved_behind_a_session_that_is_logged(case):
    make_session(case, started_at=timezone.now() - datetime.timedelta(days=5))
    with pytest.raises(DomainError) as refused:
        change_case(case=case, by=case.counsellor, opened_on=days_ago(1))
    assert refused.value.field == "opened_on"
    change_case(case=case, by=case.counsellor, opened_on=days_ago(10))
    assert Case.objects.get().opened_on == days_ago(10)


def test_closing_takes_a_date_a_person_and_a_reason_together(case):
    close_case(case=case, reason="ziele_erreicht", by=case.counsellor)
    closed = Case.objects.get()
    assert (closed.closed_on, closed.closed_by, closed.closing_reason) == (TODAY(), case.counsellor, "ziele_erreicht")


@pytest.mark.parametrize(
    "facts",
    [
        {"closed_on": datetime.date(2099, 1, 1)},
        {"closing_reason": "umzug"},
        {"closed_on": datetime.date(2099, 1, 1), "closing_reason": "umzug"},
        {"closed_on": datetime.date(1999, 1, 1), "closing_reason": "umzug", "closed_by": "somebody"},
        {"client_since": datetime.date(1999, 1, 1)},
        {"deputy": "somebody"},
    ],
    ids=["date alone", "reason alone", "nobody", "before opening", "client before opening", "deputy is contact person"],
)
def test_the_database_itself_refuses_halves_and_wrong_orders(case, facts):
    facts = {name: case.counsellor if value == "somebody" else value for name, value in facts.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**facts)


def test_a_case_is_not_closed_before_it_was_opened(case):
    with pytest.raises(DomainError):
        close_case(case=case, reason="umzug", by=case.counsellor, on=case.opened_on - datetime.timedelta(days=1))
    assert Case.objects.get().closed_on is None
    assert case.phases.filter(ended_on=None).exists()


def test_a_closed_case_is_not_closed_again(case):
    close_case(case=case, reason="umzug", by=case.counsellor)
    with pytest.raises(DomainError):
        close_case(case=case, reason="umzug", by=case.counsellor)


def test_closing_ends_the_running_phases_and_writing_but_not_reading(case):
    close_case(case=case, reason="einvernehmlich", by=case.counsellor)
    assert not case.phases.filter(ended_on=None).exists()
    assert can_view_case(case.counsellor, case, Part.RESTRICTED)
    assert not can_write_in_case(case.counsellor, case)


# --- phases (domain d.11a) -------------------------------------------------------------------------


def test_several_phases_run_at_once_back_and_forth(case):
    set_phases(case=case, phases=["STABILISATION", "ORIENTATION"], by=case.counsellor)
    set_phases(case=case, phases=["ORIENTATION", "GETTING_TO_KNOW"], by=case.counsellor)
    running = set(case.phases.filter(ended_on=None).values_list("phase", flat=True))
    assert running == {"ORIENTATION", "GETTING_TO_KNOW"}
    assert case.phases.filter(phase="GETTING_TO_KNOW").count() == 2
    assert case.phases.filter(phase="STABILISATION").get().ended_on == TODAY()


def test_a_phase_runs_only_once_at_a_time(case):
    with pytest.raises(DomainError):
        start_phase(case=case, phase="GETTING_TO_KNOW", by=case.counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePhase.objects.bulk_create([CasePhase(case=case, phase="GETTING_TO_KNOW")])


def test_a_phase_does_not_end_before_it_began(case):
    phase = case.phases.get()
    with pytest.raises(DomainError):
        end_phase(phase=phase, by=case.counsellor, on=phase.started_on - datetime.timedelta(days=1))


def test_no_running_phase_at_all_is_a_pause(case):
    set_phases(case=case, phases=[], by=case.counsellor)
    assert not case.phases.filter(ended_on=None).exists()
    assert can_write_in_case(case.counsellor, case)


# --- who works on it -------------------------------------------------------------------------------


def test_the_deputy_is_somebody_else_of_the_team_and_sees_nothing_yet(case, people):
    change_case(case=case, by=people.counsellor, deputy=people.colleague)
    assert not can_view_case(people.colleague, case)
    for user in (people.counsellor, people.stranger, people.lead):
        with pytest.raises(DomainError):
            change_case(case=Case.objects.get(), by=people.counsellor, deputy=user)
    assert Case.objects.get().deputy == people.colleague


def test_only_the_contact_person_decides_who_works_on_a_case(case, people):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    for facts in ({"counsellor": people.colleague}, {"deputy": people.colleague}, {"team": people.other_team}):
        with pytest.raises(DomainError):
            change_case(case=Case.objects.get(), by=people.colleague, **facts)
    with pytest.raises(DomainError):
        set_co_counsellors(case=case, users=[], by=people.colleague)
    assert case.co_counsellings.filter(ended_on=None).exists()
    change_case(case=Case.objects.get(), by=people.colleague, access_route="flyer_material")


def test_handing_over_takes_sight_with_the_same_act(case, people):
    change_case(case=case, by=people.counsellor, counsellor=people.colleague)
    assert not can_view_case(people.counsellor, case)
    assert can_view_case(people.colleague, case, Part.RESTRICTED)


def test_a_case_is_handed_only_to_somebody_who_counsels_in_its_team(case, people):
    for user in (people.stranger, people.lead):
        with pytest.raises(DomainError) as refused:
            change_case(case=Case.objects.get(), by=people.counsellor, counsellor=user)
        assert refused.value.field == "counsellor"


def test_a_case_moves_to_another_team_only_together_with_a_counsellor_of_it(case, people):
    with pytest.raises(DomainError):
        change_case(case=Case.objects.get(), by=people.counsellor, team=people.other_team)
    change_case(case=case, by=people.counsellor, team=people.other_team, counsellor=people.stranger)
    assert Case.objects.get().team == people.other_team


def test_a_co_counsellor_sees_all_of_it_from_today_and_nothing_after_the_end(case, people):
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    assert can_write_in_case(people.stranger, case)
    set_co_counsellors(case=case, users=[], by=people.counsellor)
    assert not can_view_case(people.stranger, case)
    assert CoCounselling.objects.get().ended_on == TODAY()


def test_somebody_works_on_a_case_only_once_at_a_time(case, people):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    assert CoCounselling.objects.count() == 1
    with pytest.raises(DomainError):
        set_co_counsellors(case=case, users=[people.counsellor], by=people.counsellor)


def test_without_any_change_nothing_is_saved(case, people):
    change_case(case=case, by=people.colleague, counsellor=case.counsellor, deputy=None)
    assert Case.objects.get().counsellor == people.counsellor


def test_a_team_of_one_may_work_without_deputy():
    team = make_team()
    case = make_case(counsellor=make_user("COUNSELLOR", team=team))
    assert case.deputy is None
