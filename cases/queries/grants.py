"""Who may look at a case beyond those named on it, now and earlier, ready to print."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import GrantKind, LeadCause, ReviewResult
from cases.models import Case, CaseGrant, CaseLock
from cases.models.grant import REVIEW_DAYS
from umstieg.access.enums import Part
from umstieg.access.readers import Reader
from umstieg.core.composed import ask
from umstieg.core.formats import day, moment
from umstieg.core.shown import Shown


@dataclass
class GrantRow(Shown):
    """One grant; `reason` is for those who may read it."""

    id: str
    case_id: str
    number: str
    who: str
    user_id: int
    kind: str
    what: str
    reason: str
    begun: str
    until: str
    is_running: bool
    ended: str = ""
    review: str = ""
    review_note: str = ""
    is_late: bool = False
    pseudonym: str = ""


@dataclass
class LockRow(Shown):
    id: str
    case_id: str
    number: str
    who: str
    reason: str
    since: str
    set_by: str


def grants_on(case) -> list[GrantRow]:
    """Every grant on a case, the latest first."""
    found = CaseGrant.objects.filter(case=case.pk).order_by("-starts_at", "pk")
    return _rows(found.select_related("user", "ended_by", "reviewed_by", "case"))


def open_for(case) -> list[dict]:
    """Who else may look at this case at this moment: [{"who", "what", "until", "user_id"}]."""

    def build(case):
        running = CaseGrant.objects.in_force().filter(case=case).order_by("starts_at", "pk")
        return running.values_list("user_id", "user__name", "kind", "cause", "part", "ends_at")

    return [
        {"user_id": user, "who": who, "kind": kind, "what": what_of(kind, cause, part), "until": until_of(ends)}
        for user, who, kind, cause, part, ends in ask(("open_for",), build, case=case.pk)
    ]


def cover_offers(user) -> list[dict]:
    """Colleagues for whom `user` may step in: [{"id", "name", "cases"}], by name."""
    found = (
        Case.objects.deputised_to(user)
        .order_by()
        .values_list("counsellor_id", "counsellor__name")
        .annotate(cases=Count("pk"))
    )
    return [
        {"id": pk, "name": name, "cases": cases} for pk, name, cases in sorted(found, key=lambda row: row[1].casefold())
    ]


def own_cover(user) -> list[dict]:
    """Whom `user` stands in for at this moment: [{"name", "until", "cases": [GrantRow]}]."""
    running = CaseGrant.objects.in_force().filter(user=user, kind=GrantKind.COVER)
    running = running.filter(case__in=Case.objects.visible_to(user, Part.WORK))
    running = running.select_related("case__counsellor", "case__client", "user", "ended_by", "reviewed_by")
    groups = {}
    for grant, row in zip(found := list(running.order_by("case__number")), _rows(found), strict=True):
        group = groups.setdefault(
            grant.case.counsellor_id,
            {"id": grant.case.counsellor_id, "name": grant.case.counsellor.name, "until": row.until, "cases": []},
        )
        row.pseudonym = grant.case.client.pseudonym
        group["cases"].append(row)
    return sorted(groups.values(), key=lambda group: group["name"].casefold())


def emergencies(user) -> list[GrantRow]:
    """Openings in an emergency that wait for `user`'s review, the oldest first."""
    waiting = CaseGrant.objects.waiting_for_review(user).filter(case__in=Case.objects.visible_to(user))
    waiting = waiting.order_by("starts_at", "pk")
    return _rows(waiting.select_related("user", "ended_by", "reviewed_by", "case"))


def emergency_counts(user) -> tuple[int, int]:
    """How many of them wait, and how many for longer than REVIEW_DAYS days."""

    def build(reader):
        reader = Reader.like(user, reader)
        waiting = CaseGrant.objects.waiting_for_review(reader).filter(case__in=Case.objects.visible_to(reader))
        return waiting.values_list("starts_at")

    begun = [row[0] for row in ask(("emergency_counts", Reader.like(user)), build, reader=user.pk)]
    late = timezone.now() - datetime.timedelta(days=REVIEW_DAYS)
    return len(begun), sum(at < late for at in begun)


def emergencies_of_the_centre() -> tuple[int, int]:
    """For data protection, in counts: how many wait for a review, and how many for longer than REVIEW_DAYS days.

    Also those nobody may review: of the only lead of a team, or where the case is hidden from her.
    """
    waiting = CaseGrant.objects.filter(kind=GrantKind.EMERGENCY, reviewed_at=None)
    late = timezone.now() - datetime.timedelta(days=REVIEW_DAYS)
    found = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=Q(starts_at__lt=late)))
    return found["all"], found["late"]


def locks_on(case) -> list[LockRow]:
    return _locks(CaseLock.objects.in_force().filter(case=case.pk))


def all_locks() -> list[LockRow]:
    """Every lock of the centre, for data protection: numbers and people, no client."""
    return _locks(CaseLock.objects.in_force())


def _locks(locks):
    rows = locks.select_related("user", "created_by", "case").order_by("-created_at", "pk")
    return [
        LockRow(
            id=str(one.pk),
            case_id=str(one.case_id),
            number=one.case.number,
            who=one.user.name,
            reason=one.reason,
            since=day(timezone.localtime(one.created_at).date()),
            set_by=one.created_by.name,
        )
        for one in rows
    ]


def _rows(grants) -> list[GrantRow]:
    now = timezone.now()
    return [
        GrantRow(
            id=str(one.pk),
            case_id=str(one.case_id),
            number=one.case.number,
            who=one.user.name,
            user_id=one.user_id,
            kind=one.kind,
            what=what_of(one.kind, one.cause, one.part),
            reason=one.reason,
            begun=moment(one.starts_at),
            until=until_of(one.ends_at),
            is_running=one.ended_at is None and one.starts_at <= now < one.ends_at,
            ended=_("ended early by %(name)s") % {"name": one.ended_by.name} if one.ended_by_id else "",
            review=ReviewResult(one.review_result).label if one.review_result else "",
            review_note=one.review_note,
            is_late=one.kind == GrantKind.EMERGENCY
            and one.reviewed_at is None
            and one.starts_at < now - datetime.timedelta(days=REVIEW_DAYS),
        )
        for one in grants
    ]


def what_of(kind, cause, part) -> str:
    """ "Vertretung", "Fallbesprechung, auch besonders Geschütztes"."""
    if kind != GrantKind.REASON:
        return str(GrantKind(kind).label)
    named = str(LeadCause(cause).label)
    return _("%(cause)s, with what is specially protected") % {"cause": named} if part >= Part.RESTRICTED else named


def until_of(ends_at) -> str:
    """Midnight belongs to the day before: "26.11.2026" means up to and including that day."""
    local = timezone.localtime(ends_at)
    if (local.hour, local.minute) == (0, 0):
        return day(local.date() - datetime.timedelta(days=1))
    return moment(ends_at)
