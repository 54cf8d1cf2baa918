"""Who has seen a case, what was done in it, and who was refused: the log of one case in words for everybody."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import LeadCause, ReviewResult, Standing, Told
from cases.events import LISTS, TOLD, TOLD_WITH_FACTS
from cases.models import CoCounselling, Handover
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import Membership
from umstieg.audit.case_log import lines_of, lists_with, reasons_of
from umstieg.core.formats import day
from umstieg.core.shown import Shown

PAGE = 40
ONE_VISIT = datetime.timedelta(minutes=30)  # between two looks of one person, at most


@dataclass
class Entry(Shown):
    """One act, or one visit: looks of one person with at most half an hour in between. Newest first."""

    who: str
    actor_id: int | None
    until: datetime.datetime
    since: datetime.datetime
    is_look: bool
    is_refused: bool
    told: list[Told] = field(default_factory=list)
    part: int = 0
    seqs: set[int] = field(default_factory=set)
    standing: Standing = Standing.STAFF
    reason: str = ""

    @property
    def what(self) -> str:
        return ", ".join(str(one.label) for one in self.told)

    @property
    def seen(self) -> str:
        return str(SEEN[self.part]()) if self.is_look and self.part else ""

    @property
    def when(self) -> str:
        """ "26.11.2026, 8:10" or "26.11.2026, 8:10 – 8:35"."""
        since, until = timezone.localtime(self.since), timezone.localtime(self.until)
        said = f"{day(since.date())}, {since:%H:%M}"
        return said if f"{since:%H:%M}" == f"{until:%H:%M}" else f"{said} – {until:%H:%M}"


SEEN = {
    Part.FACTS: lambda: _("only number, pseudonym, people and dates"),
    Part.IDENTITY: lambda: _("also name and ways of contact"),
    Part.NOTES: lambda: _("also talks and notes"),
    Part.RESTRICTED: lambda: _("everything"),
    Part.WORK: lambda: _("everything"),
}


@dataclass
class Ledger(Shown):
    """A page of entries; `older` is the number of the next one. `lists`: where the case stood in lists, by person."""

    entries: list[Entry]
    older: int | None
    page: int
    lists: list[dict] = field(default_factory=list)


def ledger(case, part, *, page=1, most=PAGE) -> Ledger:
    """Page `page` of the ledger for somebody who sees `part` of the case; seven statements, however long the log."""
    found = folded(lines_of(case.number, case.pk), reach=page * most)
    shown = found[(page - 1) * most : page * most]
    reasons = reasons_of({seq for one in shown for seq in one.seqs})
    listed = lists_with(case.number, LISTS) if page == 1 else []
    standings = standings_of(case, {one.actor_id for one in shown} | {row[0] for row in listed})
    for one in shown:
        one.reason = ", ".join(dict.fromkeys(_said(reasons[seq]) for seq in sorted(one.seqs) if seq in reasons))
        one.standing = standings[one.actor_id]
        if part < Part.NOTES:
            one.told = with_facts(one)
    lists = [
        {
            "actor_id": actor,
            "who": who or str(Standing.MACHINE.label),
            "standing": standings[actor],
            "where": str(LISTS[event]),
            "first": day(timezone.localtime(first).date()),
            "last": day(timezone.localtime(last).date()),
        }
        for actor, who, event, first, last in listed
    ]
    return Ledger(shown, page + 1 if len(found) > page * most else None, page, lists)


def _said(reason) -> str:
    """A cause or result that the log holds as a code, in words."""
    for codes in (LeadCause, ReviewResult):
        if reason in codes.values:
            return str(codes(reason).label)
    return reason


def folded(lines, reach) -> list[Entry]:
    """Lines of the log, newest first, as entries; at least the first `reach` are whole, and one tells of more.

    Stops reading as soon as that is certain.
    """
    entries, visits, acts, last = [], {}, {}, None  # visits: {(person, was refused): place of the one that may go on}
    for line in lines:
        is_next = last is None or line.seq != last.seq
        if is_next and len(entries) > reach and not _goes_on(entries, visits.values(), reach, line.at):
            break
        if line.is_look or line.is_refused:
            key = (line.actor_id, line.is_refused)
            if key not in visits or entries[visits[key]].since - line.at > ONE_VISIT:
                visits[key] = len(entries)
                entries.append(_entry_of(line))
            place = visits[key]
        else:
            if line.seq not in acts:  # the lines of an event follow one another
                acts = {line.seq: len(entries)}
                entries.append(_entry_of(line))
            place = acts[line.seq]
        _add(entries[place], line)
        last = line
    return entries


def _goes_on(entries, places, reach, at) -> bool:
    """Whether a visit among the first `reach` entries may have begun at `at` or before."""
    return any(place < reach and entries[place].since - at <= ONE_VISIT for place in places)


def _entry_of(line) -> Entry:
    return Entry(
        line.actor or str(Standing.MACHINE.label), line.actor_id, line.at, line.at, line.is_look, line.is_refused
    )


def _add(entry, line):
    entry.since = line.at
    entry.seqs.add(line.seq)
    told = TOLD.get(line.event, Told.OPENED if line.is_look else Told.WORKED)
    if told not in entry.told:
        entry.told.append(told)
    if line.part in Part.__members__:
        entry.part = max(entry.part, Part[line.part])


def with_facts(entry) -> list[Told]:
    """What of an entry somebody is told who sees only the facts of the case."""
    otherwise = Told.OPENED if entry.is_look else Told.WORKED
    return list(dict.fromkeys(one if one in TOLD_WITH_FACTS else otherwise for one in entry.told))


def standings_of(case, people) -> dict[int | None, Standing]:
    """{id: how somebody stands or stood to the case}; None is the machine."""
    said = dict.fromkeys(people, Standing.STAFF) | {None: Standing.MACHINE}
    leads = Membership.objects.filter(user__in=people - {None}, role=Role.TEAM_LEAD, team=case.team_id)
    before = Handover.objects.filter(case=case)
    together = CoCounselling.objects.filter(case=case)
    said |= dict.fromkeys(leads.values_list("user", flat=True), Standing.LEAD)
    said |= dict.fromkeys(before.values_list("from_user", flat=True), Standing.FORMER)
    said |= dict.fromkeys(together.values_list("user", flat=True), Standing.CO_COUNSELLOR)
    return said | {case.deputy_id: Standing.DEPUTY, case.counsellor_id: Standing.CONTACT_PERSON, None: Standing.MACHINE}
