"""Handing over: no case is left without anybody, and whoever had one keeps nothing unless it is wanted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases.enums import GrantKind
from cases.models import Case, CaseGrant
from cases.policies import can_view_case, can_write_in_case
from cases.queries.handover import carriers, handover_sheet
from cases.services.case import change_case, close_case, set_co_counsellors
from cases.services.grant import lock_case
from cases.services.handover import deputy_field_of, hand_over
from cases.services.task import add_task
from umstieg.access.enums import Part, Role
from umstieg.accounts.services import disable_user
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_case, make_user
from umstieg.testing.pages import read_page

from .test_grant import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


def test_a_lead_hands_a_case_of_her_team_over_and_the_former_contact_person_keeps_nothing(people, case):
    hand_over(moves={case: people.colleague}, by=people.lead)
    assert can_write_in_case(people.colleague, case)
    assert not can_view_case(people.counsellor, case)


def test_whoever_had_it_reads_on_until_a_day_if_that_is_wanted(people, case):
    until = timezone.localdate() + datetime.timedelta(days=14)
    hand_over(moves={case: people.colleague}, keep_until=until, by=people.counsellor)
    assert can_view_case(people.counsellor, case, Part.RESTRICTED)
    assert not can_write_in_case(people.counsellor, case)
    assert CaseGrant.objects.get().kind == GrantKind.KEEP


def test_open_tasks_go_along_and_those_of_others_stay(people, case):
    set_co_counsellors(case=case, users=[people.stranger], by=people.counsellor)
    own = add_task(case=case, text="Anrufen", by=people.counsellor)
    other = add_task(case=case, text="Mitgehen", assigned_to=people.stranger, by=people.counsellor)
    hand_over(moves={case: people.colleague}, by=people.lead)
    own.refresh_from_db(), other.refresh_from_db()
    assert (own.assigned_to, other.assigned_to) == (people.colleague, people.stranger)


def test_who_worked_on_it_too_or_was_deputy_becomes_contact_person_alone(people, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    hand_over(moves={case: people.colleague}, by=people.lead)
    held = Case.objects.get()
    assert (held.counsellor, held.deputy) == (people.colleague, None)
    assert not held.co_counsellings.in_force(timezone.localdate()).exists()


def test_only_the_contact_person_and_a_lead_of_the_team_hand_over(people, case):
    for who in (people.colleague, people.other_lead, people.admin):
        with pytest.raises(DomainError):
            hand_over(moves={case: people.colleague}, by=who)


def test_nobody_gets_a_case_who_does_not_counsel_in_its_team_or_from_whom_it_is_hidden(people, case):
    for who in (people.stranger, people.lead):
        with pytest.raises(DomainError):
            hand_over(moves={case: who}, by=people.lead)
    lock_case(case=case, user=people.colleague, reason="Nachbarin", by=people.counsellor)
    with pytest.raises(DomainError):
        hand_over(moves={case: people.colleague}, by=people.lead)


def test_with_a_new_contact_person_comes_a_new_deputy(people, case):
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    third = make_user(Role.COUNSELLOR, team=people.team)
    hand_over(moves={case: people.colleague}, deputies={case: third}, by=people.lead)
    held = Case.objects.get()
    assert (held.counsellor, held.deputy) == (people.colleague, third)


def test_nobody_is_her_own_deputy_and_a_deputy_counsels_in_the_team(people, case):
    for who in (people.colleague, people.stranger):
        with pytest.raises(DomainError) as refused:
            hand_over(moves={case: people.colleague}, deputies={case: who}, by=people.lead)
        assert refused.value.field == deputy_field_of(case)
    assert Case.objects.get().counsellor == people.counsellor


def test_a_deputy_without_a_new_contact_person_is_no_handover(people, case, sign_in):
    url = reverse("cases:hand_over", args=(people.counsellor.pk,))
    answer = sent(sign_in(people.lead), url, **{deputy_field_of(case): str(people.colleague.pk)})
    assert "Eine neue Vertretung" in answer.content.decode()
    assert Case.objects.get().deputy is None


def test_it_is_all_or_nothing(people, case):
    closed = make_case(counsellor=people.counsellor)
    close_case(case=closed, reason="umzug", by=people.counsellor)
    with pytest.raises(DomainError):
        hand_over(moves={case: people.colleague, closed: people.colleague}, by=people.lead)
    assert Case.objects.get(pk=case.pk).counsellor == people.counsellor


def test_cases_of_somebody_who_is_gone_stand_first(people, case):
    make_case(counsellor=people.colleague)
    disable_user(user=people.counsellor, by=None)
    assert [(one["name"], one["is_gone"]) for one in carriers(people.lead)] == [
        (people.counsellor.name, True),
        (people.colleague.name, False),
    ]
    assert carriers(people.other_lead) == []


def test_the_lead_hands_over_on_the_page_and_the_new_contact_person_gets_a_sheet(people, case, sign_in):
    add_task(case=case, text="Antrag abgeben", by=people.counsellor)
    browser, url = sign_in(people.lead), reverse("cases:hand_over", args=(people.counsellor.pk,))
    assert sent(browser, url, **{f"case_{case.pk.hex}": str(people.colleague.pk)}).status_code == 302
    page = sign_in(people.colleague).get(reverse("cases:handover_sheet")).content.decode()
    assert "Ginster" in page
    assert "Antrag abgeben" in page
    assert handover_sheet(people.counsellor) == []


def test_the_deputy_is_proposed_and_without_a_choice_nothing_is_handed_over(people, case, sign_in):
    change_case(case=case, deputy=people.colleague, by=people.counsellor)
    browser, url = sign_in(people.counsellor), reverse("cases:hand_over", args=(people.counsellor.pk,))
    form = read_page(browser.get(url).content, url).form(url)
    assert form.data()[f"case_{case.pk.hex}"] == [str(people.colleague.pk)]
    answer = browser.post(url, form.data(**{f"case_{case.pk.hex}": ""}))
    assert answer.status_code == 200
    assert "mindestens eine neue Ansprechperson" in answer.content.decode()


@pytest.mark.parametrize("pseudonym", ["{{ cases.0.client.name }}", "<b>Ginster</b>", "{% Ginster %}", "{{ Ginster"])
def test_a_pseudonym_is_shown_on_the_page_of_the_lead_as_it_stands_and_carries_nothing_out(people, sign_in, pseudonym):
    facts = {"pseudonym": pseudonym, "name": "Elena Stoyanova", "identity_kind": "NAMED"}
    make_case(counsellor=people.counsellor, client_facts=facts)
    answer = sign_in(people.lead).get(reverse("cases:hand_over", args=(people.counsellor.pk,)))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"<legend>{escape(pseudonym)} · " in page
    assert "Stoyanova" not in page


def test_only_who_had_it_last_reads_on_however_often_it_changed_hands_meanwhile(people, case):
    stale = Case.objects.select_related("counsellor").get(pk=case.pk)
    hand_over(moves={case: people.colleague}, by=people.counsellor)
    third = make_user(Role.COUNSELLOR, team=people.team)
    hand_over(moves={stale: third}, keep_until=timezone.localdate(), by=people.lead)
    assert not can_view_case(people.counsellor, case)
    assert CaseGrant.objects.get().user == people.colleague
