"""Reading the log."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.access.enums import Part
from umstieg.core.formats import day, days_ago, moment
from umstieg.core.pages import CappedPaginator

from .case_log import LOOKED
from .events import label_of
from .models import AuditedCase, AuditEvent, Channel, Outcome, PersonSearch
from .reasons import said
from .recording import READS
from .verification import INTACT

PAGE = 50
CASES_SHOWN = 6


def log_page(*, page=1, case_number="", event="", since=None, until=None):
    """A page of the log, newest first, as (page object, rows ready to print); by case, kind and period only.

    Of the cases of an event the one that is looked for is named, the others are counted.
    """
    events = AuditEvent.objects.order_by("-seq")
    if case_number:
        events = events.filter(seq__in=AuditedCase.objects.filter(case_number=case_number).values("seq"))
    if event:
        events = events.filter(event=event)
    return _paged(_within(events, since, until), page, about=case_number)


def own_log(user, *, page=1):
    """What the log holds of somebody, for herself alone: a page of what she did and saw, newest first."""
    return _paged(AuditEvent.objects.filter(actor_id=user.pk).order_by("-seq"), page)


def person_log(search, *, page=1):
    """What an approved search by person may show: that person's events of those days, newest first, uncounted.

    As the log stood when the second person agreed: what she does from then on is not watched.
    """
    events = AuditEvent.objects.filter(actor_id=search.about_id, at__lte=search.decided_at).order_by("-seq")
    return _paged(_within(events, search.since, search.until), page)


def searches_by_person(user) -> dict:
    """What somebody has asked for, the latest first, and what she may decide, ready to print."""
    people = PersonSearch.objects.select_related("about", "requested_by", "decided_by").order_by("-requested_at")
    readable = set(PersonSearch.objects.readable_by(user).values_list("pk", flat=True))
    return {
        "asked": [
            _search(one) | {"is_readable": one.pk in readable} for one in people.filter(requested_by=user)[:PAGE]
        ],
        "to_decide": [_search(one) for one in people.to_decide_by(user)[:PAGE]],
    }


def searches_to_decide(user) -> int:
    """How many searches wait for somebody as the second person."""
    return PersonSearch.objects.to_decide_by(user).count()


def _search(one) -> dict:
    return {
        "id": str(one.pk),
        "about": one.about.name,
        "since": day(one.since),
        "until": day(one.until),
        "cause": one.cause,
        "requested_by": one.requested_by.name,
        "requested": moment(one.requested_at),
        "decided": moment(one.decided_at) if one.decided_at else "",
        "decided_by": one.decided_by.name if one.decided_by else "",
        "is_approved": one.is_approved,
    }


def _within(events, since, until):
    """Those from the beginning of one day to the end of another."""
    if since:
        events = events.filter(at__gte=_midnight(since))
    if until:
        events = events.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return events


def _midnight(date):
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))


def _paged(events, page, *, about=""):
    """(page object, rows): what lies beyond the first thousand is found by narrowing."""
    shown = CappedPaginator(events, PAGE).get_page(page)
    events = list(shown.object_list)
    numbers = defaultdict(list)
    for seq, number in (
        AuditedCase.objects.filter(seq__in=[row.seq for row in events])
        .order_by("case_number")
        .values_list("seq", "case_number")
        .distinct()
    ):
        numbers[seq].append(number)
    return shown, [_row(row, numbers[row.seq], about) for row in events]


def chain_state() -> dict:
    """How long the chain is, when it was last sealed, verified, and a checkpoint of it taken; ready to print."""
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "at").first()
    verified = _latest("audit.verified")
    return {
        "length": last[0] if last else 0,
        "sealed": moment(last[1], seconds=True) if last else "",
        "verified": moment(verified.at) if verified else "",
        "is_intact": bool(verified) and verified.acts[0]["reason"] == INTACT,
        "checkpoint": moment(taken.at) if (taken := _latest("audit.checkpointed")) else "",
    }


def _latest(event):
    return AuditEvent.objects.filter(event=event).order_by("-seq").first()


def _row(event, numbers, about):
    named = [about] if about in numbers else numbers[:CASES_SHOWN]
    parts = {act["part"] for act in event.acts if act["part"]}
    highest = max((Part[name] for name in parts if name in Part.__members__), default=None)
    return {
        "seq": event.seq,
        "at": moment(event.at, seconds=True),
        "actor": event.actor_label or "–",
        "labels": list(dict.fromkeys(str(label_of(act["event"])) for act in event.acts)),
        "part": highest.label if highest else "",
        "cases": named,
        "more_cases": len(numbers) - len(named),
        "refused": event.outcome == Outcome.REFUSED,
        "outcome": Outcome(event.outcome).label,
        "reason": said(next((act["reason"] for act in event.acts if act["reason"]), "")),
        "channel": Channel(event.channel).label,
        "changes": event.entry_count,
    }


# --- what happened in somebody's cases ---------------------------------------------------------------------

OPENED = ("case.viewed", "session.logged")  # what makes a case one that was last worked on
EVENTS_LOOKED_AT = 80


@dataclass
class CaseActs:
    """What a colleague did in a case on one day, ready to print; `when` is the latest of it."""

    number: str
    who: str
    when: str
    what: list[str]


def acts_in_cases(numbers, user, *, since, discreet=()) -> tuple[list[CaseActs], list[str]]:
    """(what others did in these cases since a moment, latest first; numbers of those `user` opened last, latest first).

    One statement. Looks are left out, and what no person did. Of `discreet` acts no kind is told.
    """
    begun = AuditEvent.objects.filter(at__lt=since).order_by("-at").values("seq")[:1]
    event = AuditEvent.objects.filter(seq=OuterRef("seq"))
    reads = Q(event__in=LOOKED)
    for suffix in READS:
        reads |= Q(event__endswith=suffix)
    done = AuditedCase.objects.filter(case_number__in=numbers, seq__gt=Coalesce(Subquery(begun), Value(0)))
    opened = AuditEvent.objects.filter(actor_id=user.pk, event__in=OPENED).order_by("-seq")
    opened = AuditedCase.objects.filter(
        seq__in=opened.values("seq")[:EVENTS_LOOKED_AT], event__in=OPENED, case_number__in=numbers
    )
    columns = ("seq", "case_number", "event", "actor", "name", "at")
    with_event = {
        "actor": Subquery(event.values("actor_id")),
        "name": Subquery(event.values("actor_label")),
        "at": Subquery(event.values("at")),
    }
    both = (
        done.exclude(reads)
        .annotate(**with_event)
        .exclude(actor=user.pk)
        .exclude(actor=None)
        .values_list(*columns)
        .union(opened.annotate(**with_event).values_list(*columns))
    )
    acts, recent, today = {}, {}, timezone.localdate()
    for _seq, number, event_name, actor, name, at in sorted(both, key=lambda row: (-row[0], row[2])):
        if actor == user.pk:
            recent.setdefault(number)
        else:
            when = timezone.localtime(at)
            said = f"{days_ago(when.date(), today)}, {when:%H:%M}"
            done = acts.setdefault((number, actor, when.date()), CaseActs(number, name, said, []))
            label = _("Entry in the case") if event_name.startswith(discreet) else str(label_of(event_name))
            if label not in done.what:
                done.what.append(label)
    return list(acts.values()), list(recent)
