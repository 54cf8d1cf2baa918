"""Wer braucht diesen Fall noch? What waits for a lead in this quarter, and how far each team is; ready to print.

Only facts, and nothing of what somebody has read: whether an access is needed is for those who talk to each other to
know, and when a colleague last looked would watch how she works.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import AccessDecision, AccessKind, GrantKind
from cases.models import AccessReview, Case, CaseGrant, CoCounselling
from cases.models.access_review import FIRST_QUARTER, LASTING, Access, quarter_after, quarter_of
from cases.policies import has_another_lead
from umstieg.access.enums import Role
from umstieg.access.readers import Reader
from umstieg.centre.models import Team
from umstieg.core.composed import count
from umstieg.core.formats import day
from umstieg.core.shown import Shown

from .grants import until_of

LATE_DAYS = 14  # so long before the end of a quarter what is open is shown red
LATEST = 100  # decisions shown of a quarter
LATEST_ON_CASE = 20


@dataclass
class AccessRow(Shown):
    """One access. `is_own`: the reader's; `may_confirm`: she may say that it is needed."""

    access: Access
    who: str
    what: str
    since: str
    until: str
    is_own: bool = False
    may_confirm: bool = True
    field: object = None  # of the form, for the page


@dataclass
class CaseToReview(Shown):
    """A case with who may look at it beside the contact person."""

    id: str
    number: str
    pseudonym: str
    counsellor: str
    closed: str
    rows: list[AccessRow] = field(default_factory=list)


@dataclass
class TeamState(Shown):
    """How far a team is in this quarter, in counts; `overdue`: past quarters of which something is still open."""

    team: str
    reviewed: int
    open: int
    overdue: int


# --- for a lead ----------------------------------------------------------------------------------------------


def waiting_cases(user, *, today=None) -> dict:
    """{"cases": how many cases of her teams wait for her in this quarter, "is_late": the quarter ends soon}."""
    today = today or timezone.localdate()

    def build(reader):
        reader = Reader.like(user, reader)
        shared, given, deputised = _open(today)
        led = _led(reader).values("pk")
        found = shared.filter(case__in=led).order_by().values("case_id")
        return found.union(
            given.filter(case__in=led).order_by().values("case_id"),
            deputised.filter(pk__in=led).order_by().values("pk"),
        )

    found = count(("waiting_cases", Reader.like(user), today), build, reader=user.pk)
    ends = quarter_after(quarter_of(today))
    return {"cases": found, "is_late": (ends - today).days <= LATE_DAYS}


def accesses_to_review(user, *, today=None) -> list[tuple]:
    """[(id of a case, its accesses)] that wait for a lead in this quarter: closed cases first, then by number.

    Three statements. `with_facts` makes of some of them what a page shows.
    """
    today = today or timezone.localdate()
    shared, given, deputised = _open(today)
    led = _led(user).values("pk")
    found = defaultdict(list)
    order = {}
    for case, number, closed, who, name, pk, since, ended in shared.filter(case__in=led).values_list(
        *_of_case("case__"), "user_id", "user__name", "pk", "started_on", "ended_on"
    ):
        until = day(ended - datetime.timedelta(days=1)) if ended else ""
        row = AccessRow(Access(case, who, pk), name, str(AccessKind.CO_COUNSELLOR.label), day(since), until)
        order[case] = (closed is None, number)
        found[case].append(row)
    for case, number, closed, who, name in deputised.filter(pk__in=led).values_list(
        *_of_case(""), "deputy_id", "deputy__name"
    ):
        order[case] = (closed is None, number)
        found[case].append(AccessRow(Access(case, who), name, str(AccessKind.DEPUTY.label), "", ""))
    for case, number, closed, who, name, pk, kind, starts, ends in given.filter(case__in=led).values_list(
        *_of_case("case__"), "user_id", "user__name", "pk", "kind", "starts_at", "ends_at"
    ):
        since = day(timezone.localtime(starts).date())
        row = AccessRow(Access(case, who, None, pk), name, str(GrantKind(kind).label), since, until_of(ends))
        order[case] = (closed is None, number)
        found[case].append(row)
    return [(case, found[case]) for case in sorted(found, key=order.get)]


def with_facts(found, user) -> list[CaseToReview]:
    """Some of `accesses_to_review` with the facts of their cases; one statement."""
    rows = (
        Case.objects.visible_to(user)
        .filter(pk__in=[case for case, _rows in found])
        .annotate(has_another_lead=has_another_lead(user))
        .values_list("pk", "number", "client__pseudonym", "counsellor__name", "closed_on", "has_another_lead")
    )
    facts = {pk: (facts, another) for pk, *facts, another in rows}
    shown = []
    for case, accesses in found:
        if case in facts:
            (number, pseudonym, counsellor, closed), has_another = facts[case]
            for row in accesses:
                row.is_own = row.access.user_id == user.pk
                row.may_confirm = not (row.is_own and has_another)
            shown.append(CaseToReview(str(case), number, pseudonym, counsellor, day(closed), accesses))
    return shown


def decided_in_quarter(user, *, today=None) -> list[dict]:
    """What was decided in a lead's teams in this quarter, the latest first, at most LATEST."""
    quarter = quarter_of(today or timezone.localdate())
    return _decided(AccessReview.objects.filter(quarter=quarter, case__in=_led(user).values("pk")), LATEST)


def decided_on(case) -> list[dict]:
    """What was decided about who may look at a case, the latest first."""
    return _decided(AccessReview.objects.filter(case=case.pk), LATEST_ON_CASE)


def quarter_told(today=None) -> str:
    """ "4. Quartal 2026"."""
    quarter = quarter_of(today or timezone.localdate())
    return _("quarter %(number)s of %(year)s") % {"number": (quarter.month + 2) // 3, "year": quarter.year}


# --- for data protection -------------------------------------------------------------------------------------


def state_of_teams(*, today=None) -> list[TeamState]:
    """How far each team with something to look through is, by name; five statements, however large the centre.

    A past quarter is overdue as long as an access that ran at its end has not been looked at since. Since when
    somebody is named as deputy stands nowhere: she counts as overdue from the first review she was in.
    """
    today = today or timezone.localdate()
    quarter = quarter_of(today)
    shared, given, deputised = _open(today)
    of_deputy = AccessReview.objects.of_deputies().filter(case=OuterRef("pk"), user=OuterRef("deputy"))
    counted = [
        *_by_team(shared, "case__team_id", "started_on", AccessReview.objects.filter(co_counselling=OuterRef("pk"))),
        *_by_team(given, "case__team_id", "starts_at", AccessReview.objects.filter(grant=OuterRef("pk"))),
        *_by_team(deputised, "team_id", None, of_deputy),
    ]
    waiting, oldest = defaultdict(int), {}
    for team, last, number, since in counted:
        waiting[team] += number
        if last or since:
            missed = max(FIRST_QUARTER, quarter_after(last) if last else _first_day_quarter(since))
            oldest[team] = min(missed, oldest.get(team, missed))
    reviewed = dict(
        AccessReview.objects.filter(quarter=quarter).order_by().values_list("case__team_id").annotate(Count("pk"))
    )
    teams = Team.objects.filter(pk__in=waiting.keys() | reviewed.keys()).order_by("name", "pk")
    return [
        TeamState(name, reviewed.get(pk, 0), waiting[pk], _quarters_between(oldest.get(pk, quarter), quarter))
        for pk, name in teams.values_list("pk", "name")
    ]


def _by_team(accesses, team, since, reviews):
    """[(team, last quarter it was confirmed in, how many, the earliest begin)]."""
    last = reviews.filter(decision=AccessDecision.NEEDED).order_by().values("decision").annotate(at=Max("quarter"))
    grouped = accesses.annotate(last=Subquery(last.values("at"))).order_by().values_list(team, "last")
    if since is None:
        return [(*row, None) for row in grouped.annotate(Count("pk"))]
    return list(grouped.annotate(Count("pk"), Min(since)))


def _first_day_quarter(since):
    return quarter_of(timezone.localtime(since).date() if isinstance(since, datetime.datetime) else since)


def _quarters_between(first, quarter) -> int:
    return max(0, (quarter.year - first.year) * 4 + (quarter.month - first.month) // 3)


# --- what they share -----------------------------------------------------------------------------------------


def _led(user):
    return Case.objects.visible_to(user).filter(team_id__in=user.team_ids(Role.TEAM_LEAD))


def _open(today):
    """Co-counsellings, grants, and cases with a deputy that nobody has confirmed in the quarter of `today`.

    Closed cases too, as far as they can still be read: nobody steps in as deputy in one of them.
    """
    confirmed = AccessReview.objects.confirming(quarter_of(today))
    deputy = confirmed.of_deputies().filter(case=OuterRef("pk"), user=OuterRef("deputy"))
    return (
        CoCounselling.objects.in_force(today).exclude(Exists(confirmed.filter(co_counselling=OuterRef("pk")))),
        CaseGrant.objects.in_force().filter(kind__in=LASTING).exclude(Exists(confirmed.filter(grant=OuterRef("pk")))),
        Case.objects.running().filter(~Q(deputy=None)).exclude(Exists(deputy)),
    )


def _of_case(prefix):
    return ("pk" if not prefix else "case_id", f"{prefix}number", f"{prefix}closed_on")


def _decided(reviews, most):
    rows = reviews.order_by("-decided_at", "pk").values_list(
        "case_id",
        "case__number",
        "user__name",
        "co_counselling_id",
        "grant__kind",
        "decision",
        "decided_by__name",
        "decided_at",
    )
    return [
        {
            "id": str(case),
            "number": number,
            "who": who,
            "what": _kind(shared, kind),
            "ended": decision == AccessDecision.ENDED,
            "by": by,
            "on": day(timezone.localtime(at).date()),
        }
        for case, number, who, shared, kind, decision, by, at in rows[:most]
    ]


def _kind(shared, kind) -> str:
    if shared:
        return str(AccessKind.CO_COUNSELLOR.label)
    return str(GrantKind(kind).label) if kind else str(AccessKind.DEPUTY.label)
