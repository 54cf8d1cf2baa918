"""What a counsellor finds in the morning: her cases, word from colleagues; tasks and appointments stand in `agenda`.

Each function is one statement.
"""

import datetime
from dataclasses import dataclass

from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ChannelKind, NoticeKind, NoticeResult
from cases.models import CaseNote, ContactChannel, CounsellingSession, Goal, Notice, PersonalNote
from cases.models.note import PERSONAL_DAYS
from umstieg.access.readers import Reader
from umstieg.core.composed import ask
from umstieg.core.formats import day, days_ago, duration, moment

from .case_list import own_cases
from .contact import is_without_contact, with_allowance

MOST_CASES = 500
CLOSED_LATELY = 14  # days in which a closed case still counts as hers to know of
# Acts that are told without their kind where somebody may look over a shoulder: the kind itself says too much.
DISCREET = ("sex_work_status.", "personal_note.", "explanation.", "outcome.")
SHORT = 90  # letters of a rule that fit below a name


@dataclass
class DayCase:
    """One of her cases as Heute needs it. `quiet_for` is "" unless she is long without contact."""

    id: str
    number: str
    pseudonym: str
    is_closed: bool
    quiet_for: str = ""
    quiet_days: int = 0
    rule: str = ""
    note_left_days: int | None = None  # until her oldest personal note is destroyed
    review_on: datetime.date | None = None  # since when the next evaluation talk is due; None before that


def day_cases(user, *, now=None) -> dict[str, DayCase]:
    """Her running cases, and those closed lately, by case number."""
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    begun = now - datetime.timedelta(days=PERSONAL_DAYS)
    found = {}
    for (
        pk,
        number,
        pseudonym,
        opened,
        closed,
        last_at,
        is_quiet,
        rule,
        channel,
        times,
        no_voicemail,
        oldest,
        review_on,
    ) in ask(("day_cases", today, Reader.like(user)), _day_cases(user, today), reader=user.pk, begun=begun):
        row = DayCase(str(pk), number, pseudonym, closed is not None)
        if is_quiet:
            row.quiet_days = (today - (timezone.localtime(last_at).date() if last_at else opened)).days
            row.quiet_for = ngettext("%(days)s day", "%(days)s days", row.quiet_days) % {"days": row.quiet_days}
            row.rule = _rule_in_short(rule, channel, times, no_voicemail)
        if oldest:
            ends = timezone.localtime(oldest + datetime.timedelta(days=PERSONAL_DAYS)).date()
            row.note_left_days = max(0, (ends - today).days)
        if review_on and review_on <= today and not row.is_closed:
            row.review_on = review_on
        found[number] = row
    return found


def _day_cases(user, today):
    def build(reader, begun):
        reader = Reader.like(user, reader)
        notes = PersonalNote.objects.filter(case=OuterRef("pk"), author_id=reader.pk, created_at__gt=begun)
        usable = ContactChannel.objects.filter(client=OuterRef("client"), is_usable=True).order_by("kind", "pk")
        lately = Q(closed_on=None) | Q(closed_on__gte=today - datetime.timedelta(days=CLOSED_LATELY))
        cases = with_allowance(own_cases(reader).filter(lately)).annotate(
            is_quiet=models.Case(models.When(is_without_contact(today), then=True), default=False),
            channel=Subquery(usable.values("kind")[:1]),
            times=Subquery(usable.values("times")[:1]),
            no_voicemail=Subquery(usable.values("no_voicemail")[:1]),
            oldest_note=Subquery(notes.order_by().values("case").annotate(at=Min("created_at")).values("at")),
        )
        return cases.order_by("-number").values_list(
            "pk",
            "number",
            "client__pseudonym",
            "opened_on",
            "closed_on",
            "last_contact_at",
            "is_quiet",
            "client__contact_rule",
            "channel",
            "times",
            "no_voicemail",
            "oldest_note",
            "review_plan__due_on",
        )[:MOST_CASES]

    return build


def _rule_in_short(rule, channel, times, no_voicemail) -> str:
    """The rule that holds for every way of contact, or the first way that may be used with its own."""
    if rule:
        line = " ".join(rule.split())
        return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()} …"
    if not channel:
        return _("no way of contact noted")
    parts = (ChannelKind(channel).label, times, _("never leave a message") if no_voicemail else "")
    return ", ".join(str(part) for part in parts if part)


# --- notices ---------------------------------------------------------------------------------------------


@dataclass
class NoticeRow:
    """A notice ready to print. `result` says what became of it, and when."""

    id: str
    kind: str
    icon: str
    when: str
    minutes: str
    who: str
    text: str
    sender: str
    left: str
    result: str = ""
    is_discarded: bool = False
    case_id: str = ""


NOTICE_ICONS = {NoticeKind.WALK_IN: "door-open", NoticeKind.CALLED: "phone", NoticeKind.NEED: "lightbulb"}


def waiting_notices(user, *, most=50) -> list[NoticeRow]:
    """What colleagues have left for her and waits, the oldest first."""
    return _notice_rows(Notice.objects.visible_to(user).waiting().order_by("created_at", "pk")[:most])


def settled_notices(user, *, days=30, most=100) -> list[NoticeRow]:
    """What she has filed or discarded lately, the latest first."""
    since = timezone.now() - datetime.timedelta(days=days)
    settled = Notice.objects.visible_to(user).filter(settled_at__gte=since)
    return _notice_rows(settled.order_by("-settled_at", "pk")[:most])


def _notice_rows(notices):
    today = timezone.localdate()
    rows = []
    for (
        pk,
        kind,
        happened_at,
        minutes,
        who,
        text,
        sender,
        created_at,
        settled_at,
        result,
        case_id,
    ) in notices.values_list(
        "pk",
        "kind",
        "happened_at",
        "minutes",
        "who",
        "text",
        "sender__name",
        "created_at",
        "settled_at",
        "result",
        "case_id",
    ):
        settled = days_ago(timezone.localtime(settled_at).date(), today) if settled_at else ""
        rows.append(
            NoticeRow(
                id=str(pk),
                kind=NoticeKind(kind).label,
                icon=NOTICE_ICONS[kind],
                when=_day_and_time(happened_at, today),
                minutes=duration(minutes),
                who=who,
                text=text,
                sender=sender,
                left=moment(created_at),
                result=f"{NoticeResult(result).label}, {settled}" if result else "",
                is_discarded=result == NoticeResult.DISCARDED,
                case_id=str(case_id or ""),
            )
        )
    return rows


def _day_and_time(at, today):
    """ "heute, 14:05", or "20.11.2026, 14:05" further back."""
    local = timezone.localtime(at)
    on = local.date()
    said = days_ago(on, today) if (today - on).days in (0, 1) else day(on)
    return f"{said}, {local:%H:%M}"


def case_of_session(user, pk):
    """The id of the case of a session that `user` reads, or None."""
    found = CounsellingSession.objects.filter(pk=pk, case__in=own_cases(user))
    return found.values_list("case_id", flat=True).first()


def case_of_note(user, pk):
    """The id of the case of an entry in a file that `user` reads, or None."""
    found = CaseNote.objects.filter(pk=pk, case__in=own_cases(user))
    return found.values_list("case_id", flat=True).first()


def case_of_personal_note(user, pk):
    """The id of the case of a personal note of hers, or None."""
    found = PersonalNote.objects.visible_to(user).filter(pk=pk, case__in=own_cases(user))
    return found.values_list("case_id", flat=True).first()


def case_of_goal(user, pk):
    """The id of the case of a goal that `user` works on, or None."""
    return Goal.objects.filter(pk=pk, case__in=own_cases(user)).values_list("case_id", flat=True).first()
