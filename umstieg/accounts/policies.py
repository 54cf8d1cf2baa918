"""Who decides what the administration has proposed about somebody."""

from umstieg.access.enums import Role

from .enums import ProposalKind
from .models import Membership, Proposal


def standing_today() -> list[tuple[int, str, int | None]]:
    """(person, role, team) of everybody who may sign in."""
    held = Membership.objects.in_force().filter(user__is_active=True)
    return list(held.values_list("user_id", "role", "team_id"))


def led_or_audited() -> bool:
    """Whether there was ever anybody who could decide. Once there was, taking them all away opens no way past them."""
    held = Membership.objects.filter(role__in=(Role.TEAM_LEAD, Role.AUDITOR))
    return any(membership.user.has_been_here for membership in held.select_related("user"))


def deciders_of(proposal: Proposal, standing) -> set[int]:
    """Who may decide: never the person it is about, never who has asked.

    - a role in a team: its leads; where there are none, who audits
    - the role of an auditor: all leads; where there are none, who audits
    - a new second factor: the leads of her teams; for a lead or somebody without a team, who audits; for an auditor,
      all leads
    """
    barred = {proposal.user_id, proposal.asked_by_id}
    auditors = {user for user, role, _team in standing if role == Role.AUDITOR} - barred
    leads = {(user, team) for user, role, team in standing if role == Role.TEAM_LEAD and user not in barred}
    everywhere = {user for user, _team in leads}
    held = {role for user, role, _team in standing if user == proposal.user_id}
    teams = {team for user, _role, team in standing if user == proposal.user_id and team}
    if proposal.kind == ProposalKind.ROLE:
        asked = {user for user, team in leads if team == proposal.team_id} if proposal.team_id else everywhere
    elif Role.AUDITOR in held:
        return everywhere
    elif Role.TEAM_LEAD in held:
        return auditors
    else:
        asked = {user for user, team in leads if team in teams}
    return asked or auditors


def can_decide(user, proposal: Proposal) -> bool:
    return user.pk in deciders_of(proposal, standing_today())
