"""Giving people roles and ending them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.access.enums import Role
from umstieg.access.matrix import PROPOSED_ROLES
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from ..models import Membership, Proposal
from ..policies import led_or_audited
from .guards import lock_keepers, must_not_be_her_own, must_not_be_last, must_not_conflict
from .proposal import propose_role


def add_membership(*, user, role, by, team=None, started_on=None, ended_on=None) -> Membership:
    """Give a person a role, in a team or for the whole centre.

    Raises DomainError when the roles must not stand on one account (`matrix.SEPARATE_ACCOUNTS`).
    """
    membership = Membership(
        user=user, role=role, team=team, started_on=started_on or timezone.localdate(), ended_on=ended_on
    )
    must_not_conflict(user, role, membership.started_on)
    with act("membership.added", by=by, object_id=user.pk):
        check_and_save(membership)
    user.forget_memberships()
    return membership


def give_role(*, user, role, by, team=None, started_on=None, ended_on=None) -> Membership | Proposal:
    """What an administrator may do about roles: one that sees no content holds at once, all others are proposed.

    Who audits watches the administration, so that role is proposed too; only a centre in which nobody has led or
    audited yet gets its first auditor without a second person.
    """
    must_not_be_her_own(user, by)
    started_on = started_on or timezone.localdate()
    if started_on < timezone.localdate():
        raise DomainError(_("A role begins today or later."), field="started_on")
    if ended_on and ended_on <= started_on:
        raise DomainError(_("The end lies before the beginning."), field="ended_on")
    if user.memberships.filter(role=role, team=team, ended_on=None).exists():
        raise DomainError(_("This person already holds the role in this team."), field="role")
    facts = {"user": user, "role": role, "team": team, "started_on": started_on, "ended_on": ended_on, "by": by}
    if role not in PROPOSED_ROLES or (role == Role.AUDITOR and not led_or_audited()):
        return add_membership(**facts)
    must_not_conflict(user, role, started_on)
    return propose_role(**facts)


def end_membership(*, membership, by, on=None) -> None:
    """End a role; ended today it is gone with the next request. The last lead, administrator and auditor stay.

    What a second person has confirmed for a time is not made longer this way.
    """
    must_not_be_her_own(membership.user, by)
    on = on or timezone.localdate()
    if membership.ended_on and on > membership.ended_on:
        raise DomainError(_("The role ends earlier already. To make it longer, give it anew."), field="on")
    with act("membership.ended", by=by, object_id=membership.user_id):
        lock_keepers()
        if membership.user.is_active:
            must_not_be_last(membership)
        membership.ended_on = on
        membership.full_clean()
        membership.save(update_fields=["ended_on"])
    membership.user.forget_memberships()
