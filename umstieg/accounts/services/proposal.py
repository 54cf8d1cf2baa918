"""What needs two people: roles that work with people, and the reset of a second factor."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.audit.recording import act
from umstieg.core.errors import DomainError

from ..enums import Decision, ProposalKind
from ..models import Membership, Proposal
from ..policies import can_decide
from ..second_factor import remove_second_factor
from .guards import must_not_be_her_own, must_not_conflict


def propose_role(*, user, role, by, team, started_on, ended_on=None) -> Proposal:
    """Ask for a role; until somebody else confirms it nothing changes."""
    return _propose(
        "membership.proposed",
        Proposal(
            kind=ProposalKind.ROLE,
            user=user,
            role=role,
            team=team,
            started_on=started_on,
            ended_on=ended_on,
            asked_by=by,
        ),
    )


def ask_for_reset(*, user, by) -> Proposal:
    """Ask that somebody who has lost her second factor may set up a new one; until confirmed nothing changes."""
    must_not_be_her_own(user, by)
    return _propose("second_factor.reset_asked", Proposal(kind=ProposalKind.SECOND_FACTOR, user=user, asked_by=by))


def decide_proposal(*, proposal, by, confirm: bool) -> Proposal:
    """Confirm or refuse. Confirmed, it is carried out in the same transaction; a role never begins in the past."""
    event = "proposal.confirmed" if confirm else "proposal.refused"
    with act(event, by=by, object_id=proposal.user_id, reason=proposal.kind):
        proposal = _open(proposal)
        if not can_decide(by, proposal):
            raise PermissionDenied
        if confirm:
            _carry_out(proposal, by)
        _decide(proposal, Decision.CONFIRMED if confirm else Decision.REFUSED, by)
    return proposal


def withdraw_proposal(*, proposal, by) -> None:
    """The administration takes back what it proposed."""
    with act("proposal.withdrawn", by=by, object_id=proposal.user_id, reason=proposal.kind):
        _decide(_open(proposal), Decision.WITHDRAWN, by)


def _propose(event, proposal):
    already = Proposal.objects.filter(kind=proposal.kind, user=proposal.user, decision="")
    if already.filter(role=proposal.role, team=proposal.team).exists():
        raise DomainError(_("This is proposed already and waits to be confirmed."))
    with act(event, by=proposal.asked_by, object_id=proposal.user_id):
        proposal.full_clean()
        proposal.save()
    return proposal


def _open(proposal):
    """The row, locked, as long as nobody has decided."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related("user", "team").get(pk=proposal.pk)
    if found.decision:
        raise DomainError(_("This was decided in the meantime."))
    return found


def _decide(proposal, decision, by):
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, timezone.now()
    proposal.full_clean()
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])


def _carry_out(proposal, by):
    user = proposal.user
    if proposal.kind == ProposalKind.SECOND_FACTOR:
        with act("second_factor.reset", by=by, object_id=user.pk):
            remove_second_factor(user)
        return
    started_on = max(proposal.started_on, timezone.localdate())
    if proposal.ended_on and proposal.ended_on <= started_on:
        raise DomainError(_("The time it was proposed for is over."))
    must_not_conflict(user, proposal.role, started_on)
    with act("membership.added", by=by, object_id=user.pk):
        membership = Membership(
            user=user,
            role=proposal.role,
            team=proposal.team,
            started_on=started_on,
            ended_on=proposal.ended_on,
        )
        membership.full_clean()
        membership.save()
    user.forget_memberships()
