"""The people of the centre as the administration sees them: never what they do, nor when they were here."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from umstieg.access.enums import Role
from umstieg.centre.queries import secrecy_text
from umstieg.core.collation import sort_key

from ..enums import ProposalKind
from ..models import Invitation, Membership, Proposal, SecrecyBinding, User
from ..policies import deciders_of, standing_today

BOUND, BOUND_BEFORE, NOT_BOUND = "bound", "before", "not"


@dataclass
class PersonRow:
    """One person, ready to print."""

    id: int
    name: str
    email: str
    state: str  # active, invited, lapsed (invited, but the link is dead), disabled
    has_second_factor: bool
    bound: str  # by the text of today, by an earlier one, or not
    bound_on: str = ""
    roles: list[str] = field(default_factory=list)
    waiting: int = 0


@dataclass
class RoleRow:
    """A role somebody holds or will hold."""

    id: int
    label: str
    where: str
    since: str
    until: str
    is_to_come: bool


@dataclass
class ProposalRow:
    """Something that waits for a second person."""

    id: int
    user_id: int
    person: str
    email: str
    what: str
    asked_by: str
    asked_on: str
    deciders: list[str] = field(default_factory=list)
    has_second_factor: bool = False
    is_here: bool = False


def day(value) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def people_rows(*, only: int | None = None) -> list[PersonRow]:
    """Everybody, in German order, those who may not sign in last; `only` the one of an id."""
    users = User.objects.filter(pk=only) if only else User.objects.all()
    users = list(users.order_by("pk"))
    ids = [user.pk for user in users]
    invited = dict(
        Invitation.objects.filter(user__in=ids, accepted_at=None, revoked_at=None).values_list("user_id", "expires_at")
    )
    secured = set(
        Authenticator.objects.filter(user__in=ids)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    roles, waiting, bindings = {}, {}, {}
    for membership in Membership.objects.in_force().filter(user__in=ids).select_related("team").order_by("role", "pk"):
        roles.setdefault(membership.user_id, []).append(role_label(membership.role, membership.team))
    for user_id in Proposal.objects.filter(user__in=ids, decision="").values_list("user_id", flat=True):
        waiting[user_id] = waiting.get(user_id, 0) + 1
    text = secrecy_text()
    for user_id, text_id, on in (
        SecrecyBinding.objects.filter(user__in=ids)
        .order_by("bound_on", "pk")
        .values_list("user_id", "text_id", "bound_on")
    ):
        bindings.setdefault(user_id, []).append((text_id, on))
    rows = [
        PersonRow(
            id=user.pk,
            name=user.name,
            email=user.email,
            state=_state(user, invited),
            has_second_factor=user.pk in secured,
            bound=_bound(bindings.get(user.pk, ()), text),
            bound_on=day(bindings[user.pk][-1][1]) if user.pk in bindings else "",
            roles=roles.get(user.pk, []),
            waiting=waiting.get(user.pk, 0),
        )
        for user in users
    ]
    return sorted(rows, key=lambda row: (row.state == "disabled", sort_key(row.name)))


def role_rows(user) -> list[RoleRow]:
    """The roles somebody holds today or from a day to come."""
    today = timezone.localdate()
    held = user.memberships.filter(Q(ended_on=None) | Q(ended_on__gt=today), ~Q(ended_on=F("started_on")))
    return [
        RoleRow(
            id=membership.pk,
            label=str(Role(membership.role).label),
            where=membership.team.name if membership.team else _("whole centre"),
            since=day(membership.started_on),
            until=day(membership.ended_on),
            is_to_come=membership.started_on > today,
        )
        for membership in held.select_related("team").order_by("started_on", "role", "pk")
    ]


def open_proposals(*, about=None, decidable_by=None) -> list[ProposalRow]:
    """What waits to be decided: all of it, about a person, or what somebody may decide."""
    found = Proposal.objects.filter(decision="").select_related("user", "team", "asked_by").order_by("asked_at", "pk")
    if about is not None:
        found = found.filter(user=about)
    standing, found = standing_today(), list(found)
    asked = {proposal.pk: deciders_of(proposal, standing) for proposal in found}
    if decidable_by is not None:
        found = [proposal for proposal in found if decidable_by.pk in asked[proposal.pk]]
    everybody = {pk for proposal in found for pk in asked[proposal.pk]}
    names = dict(User.objects.filter(pk__in=everybody).values_list("pk", "name"))
    secured = set(
        Authenticator.objects.filter(user__in={proposal.user_id for proposal in found})
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    return [
        ProposalRow(
            id=proposal.pk,
            user_id=proposal.user_id,
            person=proposal.user.name,
            email=proposal.user.email,
            what=proposal_label(proposal),
            asked_by=proposal.asked_by.name if proposal.asked_by else "",
            asked_on=day(timezone.localtime(proposal.asked_at)),
            deciders=sorted((names[pk] for pk in asked[proposal.pk]), key=sort_key),
            has_second_factor=proposal.user_id in secured,
            is_here=proposal.user.is_active,
        )
        for proposal in found
    ]


def decidable(user, pk) -> Proposal | None:
    """The proposal of an id that waits for this person; None for every other."""
    proposal = Proposal.objects.filter(pk=pk, decision="").select_related("user", "team").first()
    standing = standing_today()  # asked for in any case, so that another's answers like one that is not there
    return proposal if proposal and user.pk in deciders_of(proposal, standing) else None


def role_label(role, team) -> str:
    label = str(Role(role).label)
    return f"{label}, {team.name}" if team else label


def proposal_label(proposal) -> str:
    if proposal.kind == ProposalKind.SECOND_FACTOR:
        return str(ProposalKind.SECOND_FACTOR.label)
    label = role_label(proposal.role, proposal.team)
    if proposal.ended_on:
        dates = {"first": day(proposal.started_on), "last": day(proposal.ended_on)}
        return _("%(role)s, from %(first)s to %(last)s") % {"role": label, **dates}
    return _("%(role)s, from %(first)s") % {"role": label, "first": day(proposal.started_on)}


def _state(user, invited):
    if user.is_active:
        return "active"
    if user.has_been_here:
        return "disabled"
    return "invited" if invited.get(user.pk) and invited[user.pk] > timezone.now() else "lapsed"


def _bound(held, text):
    if text and any(text_id == text.pk for text_id, _on in held):
        return BOUND
    return BOUND_BEFORE if held else NOT_BOUND
