"""Rules about people that several services hold to."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.access.enums import Role
from umstieg.access.matrix import conflicting
from umstieg.centre.queries import secrecy_text
from umstieg.core.errors import DomainError

from ..models import Membership

# Roles without which a team, or the centre, would stand still, or nobody would watch who manages it.
KEEPERS = (Role.TEAM_LEAD, Role.ADMIN, Role.AUDITOR)


def must_not_be_her_own(user, by) -> None:
    """Nobody decides about her own account or her own roles."""
    if by is not None and user.pk == by.pk:
        raise PermissionDenied


def must_not_conflict(user, role, started_on) -> None:
    """The roles of one account may stand together (`matrix.SEPARATE_ACCOUNTS`)."""
    still = Q(ended_on=None) | Q(ended_on__gt=started_on)
    held = set(user.memberships.filter(still).values_list("role", flat=True))
    if conflicting(held | {role}):
        raise DomainError(_("These two roles need two accounts: who manages or audits sees no case."), field="role")


def lock_keepers() -> None:
    """Two administrators who each take one of the last two away wait for each other."""
    list(Membership.objects.select_for_update().filter(role__in=KEEPERS, ended_on=None).order_by("pk"))


def must_not_be_last(membership) -> None:
    """A team in use keeps a lead, the centre an administrator and an auditor: one without an end, who may sign in."""
    if membership.role not in KEEPERS or (membership.team and not membership.team.is_active):
        return
    others = Membership.objects.filter(
        role=membership.role,
        team=membership.team_id,
        started_on__lte=timezone.localdate(),
        ended_on=None,
        user__is_active=True,
    )
    if others.exclude(user=membership.user_id).exists():
        return
    if membership.role == Role.ADMIN:
        raise DomainError(_("The last person of the administration stays. Give the role to somebody else first."))
    if membership.role == Role.AUDITOR:
        raise DomainError(_("The last person of data protection stays. Give the role to somebody else first."))
    raise DomainError(_("The last lead of a team stays. Give the role to somebody else first."))


def must_be_bound(user) -> None:
    """No account without an entry in the register of people bound to secrecy (§ 203 StGB)."""
    text = secrecy_text()
    if text is None or not user.bindings.filter(text=text).exists():
        raise DomainError(_("First record that this person was bound to secrecy by the text of today."))
