"""Roles that work with people, whoever audits, and a new second factor need two people: proposed by the administration,
confirmed by a lead of the team or, where there is none, by data protection; never by the person herself.
"""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from umstieg.access.enums import Role
from umstieg.accounts.enums import Decision
from umstieg.accounts.models import Membership, Proposal, User
from umstieg.accounts.second_factor import has_second_factor
from umstieg.accounts.services import add_membership, change_person, disable_user, give_role
from umstieg.accounts.services.proposal import ask_for_reset, decide_proposal, withdraw_proposal
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import recording
from umstieg.core.errors import DomainError
from umstieg.testing.door import sign_in, told
from umstieg.testing.make import make_team, make_user
from umstieg.testing.passkeys import make_recovery_codes, make_totp

from .administering import AGAIN, at_work, page, press, send

pytestmark = pytest.mark.django_db


def roles_of(user):
    return User.objects.get(pk=user.pk).roles


def propose(people, **facts):
    return give_role(
        **{"user": people.nobody, "role": Role.COUNSELLOR, "team": people.team, "by": people.admin, **facts}
    )


def decide(proposal, by, *, confirm=True):
    return decide_proposal(proposal=proposal, by=by, confirm=confirm)


# --- roles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.TEAM_LEAD, Role.OUTREACH_WORKER])
def test_a_role_that_works_with_people_holds_only_when_a_lead_of_the_team_confirms_it(people, role):
    admin = at_work(people.admin)
    send(admin, "role_give", people.nobody.pk, role=role, team=str(people.team.pk))
    assert roles_of(people.nobody) == set()
    proposal = Proposal.objects.get()
    lead = at_work(people.lead)
    assert "Noch Ohne" in page(lead, "proposals")
    assert press(lead, "proposal_decide", proposal.pk, decision="confirm").status_code == 302
    assert roles_of(people.nobody) == {role}
    assert ("proposal.confirmed", "ROLE", str(people.nobody.pk)) in told()
    assert ("membership.added", "", str(people.nobody.pk)) in told()
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.asked_by, proposal.decided_by) == ("CONFIRMED", people.admin, people.lead)


@pytest.mark.parametrize("who", ["admin", "nobody", "counsellor", "colleague", "outreach", "auditor", "other_lead"])
def test_nobody_else_confirms_it(people, who):
    proposal = propose(people)
    with pytest.raises(PermissionDenied):
        decide(proposal, people.by_name[who])
    assert roles_of(people.nobody) == set()


def test_a_lead_of_another_team_sees_no_proposal_and_cannot_tell_it_from_none(people):
    proposal = propose(people)
    browser = at_work(people.other_lead)
    assert "Noch Ohne" not in page(browser, "proposals")
    assert press(browser, "proposal_decide", proposal.pk, decision="confirm").status_code == 404


def test_a_lead_does_not_confirm_a_role_for_herself(people):
    proposal = propose(people, user=people.lead)
    with pytest.raises(PermissionDenied):
        decide(proposal, people.lead)
    decide(proposal, people.auditor)  # nobody else leads this team
    assert roles_of(people.lead) == {Role.TEAM_LEAD, Role.COUNSELLOR}


def test_the_table_itself_refuses_that_one_person_decides_alone(people):
    proposal = propose(people)
    for alone in (people.nobody, people.admin):
        with pytest.raises(IntegrityError), transaction.atomic(), recording(actor=None):
            Proposal.objects.filter(pk=proposal.pk).update(
                decision=Decision.CONFIRMED, decided_by=alone, decided_at=timezone.now()
            )


def test_in_a_team_without_a_lead_data_protection_confirms(people):
    team = make_team()
    proposal = propose(people, team=team, role=Role.TEAM_LEAD)
    with pytest.raises(PermissionDenied):
        decide(proposal, people.lead)
    decide(proposal, people.auditor)
    assert roles_of(people.nobody) == {Role.TEAM_LEAD}


def test_who_audits_the_administration_is_not_made_by_it_alone(people):
    proposal = propose(people, role=Role.AUDITOR, team=None)
    assert isinstance(proposal, Proposal)
    assert roles_of(people.nobody) == set()
    decide(proposal, people.other_lead)
    assert roles_of(people.nobody) == {Role.AUDITOR}


def test_a_centre_in_which_nobody_leads_or_audits_yet_gets_its_first_auditor(db):
    admin = make_user(Role.ADMIN)
    assert isinstance(give_role(user=make_user(), role=Role.AUDITOR, by=admin), Membership)


def test_who_has_taken_all_leads_and_auditors_away_is_still_not_alone_with_the_next_one(people):
    """Otherwise an administrator gets past the second person by ending every role first, and leads a team at last."""
    for membership in Membership.objects.exclude(user=people.admin):
        Membership.objects.filter(pk=membership.pk).update(ended_on=membership.started_on)
    assert isinstance(give_role(user=make_user(), role=Role.AUDITOR, by=people.admin), Proposal)


def test_administration_holds_at_once(people):
    assert isinstance(propose(people, role=Role.ADMIN, team=None), Membership)
    assert roles_of(people.nobody) == {Role.ADMIN}


def test_roles_that_need_two_accounts_are_refused_in_german_at_the_field(people):
    admin = at_work(people.admin)
    answer = send(admin, "role_give", people.auditor.pk, role=Role.COUNSELLOR, team=str(people.team.pk))
    assert "zwei Konten" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_what_must_not_stand_together_is_looked_at_again_when_it_is_confirmed(people):
    proposal = propose(people)
    add_membership(user=people.nobody, role=Role.AUDITOR, by=None)
    with pytest.raises(DomainError):
        decide(proposal, people.lead)
    assert roles_of(people.nobody) == {Role.AUDITOR}


def test_a_role_confirmed_late_begins_on_the_day_it_is_confirmed(people):
    proposal = propose(people)
    before = timezone.localdate() - datetime.timedelta(days=3)
    Proposal.objects.filter(pk=proposal.pk).update(started_on=before)
    decide(proposal, people.lead)
    assert people.nobody.memberships.get().started_on == timezone.localdate()


def test_a_role_never_begins_in_the_past_nor_ends_before_it_begins(people):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for dates in ({"started_on": yesterday}, {"ended_on": timezone.localdate()}):
        with pytest.raises(DomainError):
            propose(people, **dates)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.ADMIN])
def test_a_role_needs_a_team_or_serves_the_whole_centre(people, role):
    team = "" if role == Role.COUNSELLOR else str(people.team.pk)
    answer = send(at_work(people.admin), "role_give", people.nobody.pk, role=role, team=team)
    assert "team" in answer.context["form"].errors


def test_a_role_is_proposed_once(people):
    propose(people)
    with pytest.raises(DomainError):
        propose(people)


def test_refused_withdrawn_and_of_somebody_disabled_it_is_decided_for_good(people):
    refused = decide(propose(people), people.lead, confirm=False)
    withdrawn = propose(people)
    withdraw_proposal(proposal=withdrawn, by=people.admin)
    left = propose(people)
    disable_user(user=people.nobody, by=people.admin)
    for proposal in (refused, withdrawn, left):
        with pytest.raises(DomainError):
            decide(proposal, people.lead)
    assert not people.nobody.memberships.exists()


def test_a_role_ended_today_is_gone_with_the_next_request(people):
    browser, _ = sign_in(people.counsellor)
    assert browser.get(reverse("cases:list")).status_code == 200
    held = people.counsellor.memberships.get()
    assert send(at_work(people.admin), "role_end", people.counsellor.pk, held.pk).status_code == 302
    assert browser.get(reverse("cases:list")).status_code == 403


def test_an_administrator_does_not_make_a_role_longer_than_a_second_person_has_confirmed(people):
    ends = timezone.localdate() + datetime.timedelta(days=30)
    decide(propose(people, ended_on=ends), people.lead)
    held, admin = people.nobody.memberships.get(), at_work(people.admin)
    for on in (ends + datetime.timedelta(days=1), datetime.date(2099, 1, 1)):
        assert send(admin, "role_end", people.nobody.pk, held.pk, on=on.isoformat()).status_code == 200
    held.refresh_from_db()
    assert held.ended_on == ends
    sooner = ends - datetime.timedelta(days=1)
    assert send(admin, "role_end", people.nobody.pk, held.pk, on=sooner.isoformat()).status_code == 302


def test_confirming_asks_for_the_sign_in_again(people):
    proposal = propose(people)
    browser, _ = sign_in(people.lead)
    assert press(browser, "proposal_decide", proposal.pk, decision="confirm").url.startswith(AGAIN)
    assert roles_of(people.nobody) == set()


# --- a new second factor ---------------------------------------------------------------------------


@pytest.fixture
def locked_out(people):
    """Everybody has a second factor."""
    for user in people.by_name.values():
        make_totp(user)
        make_recovery_codes(user)


CONFIRMED_BY = [("counsellor", "lead"), ("outreach", "lead"), ("lead", "auditor"), ("nobody", "auditor")]


@pytest.mark.parametrize(("whose", "by"), [*CONFIRMED_BY, ("auditor", "lead")])
def test_a_second_factor_is_reset_by_two_people(people, locked_out, whose, by):
    user = people.by_name[whose]
    proposal = ask_for_reset(user=user, by=people.admin)
    assert has_second_factor(user)
    decide(proposal, people.by_name[by])
    assert not user.authenticator_set.exists()
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"second_factor.reset_asked", "proposal.confirmed"} <= events or "second_factor.reset" in events


@pytest.mark.parametrize(
    ("whose", "by"), [("counsellor", "auditor"), ("counsellor", "other_lead"), ("lead", "other_lead"), ("lead", "lead")]
)
def test_nobody_else_confirms_a_reset(people, locked_out, whose, by):
    user = people.by_name[whose]
    proposal = ask_for_reset(user=user, by=people.admin)
    with pytest.raises(PermissionDenied):
        decide(proposal, people.by_name[by])
    assert has_second_factor(user)


def test_who_confirms_sees_the_address_that_opens_the_account(people):
    """A new address first and then a reset would be a way into somebody's account that nobody else notices."""
    make_totp(people.counsellor)
    change_person(user=people.counsellor, name="Jana Lorenz", email="anders@example.org", by=people.admin)
    ask_for_reset(user=people.counsellor, by=people.admin)
    assert "anders@example.org" in page(at_work(people.lead), "proposals")


def test_two_administrators_are_not_enough_for_a_reset(people, locked_out):
    second = make_user(Role.ADMIN)
    proposal = ask_for_reset(user=people.counsellor, by=people.admin)
    with pytest.raises(PermissionDenied):
        decide(proposal, second)


def test_the_reset_of_an_administrator_is_asked_by_another_and_confirmed_by_data_protection(people, locked_out):
    second = make_user(Role.ADMIN)
    with pytest.raises(PermissionDenied):
        ask_for_reset(user=people.admin, by=people.admin)
    decide(ask_for_reset(user=people.admin, by=second), people.auditor)
    assert not has_second_factor(people.admin)
