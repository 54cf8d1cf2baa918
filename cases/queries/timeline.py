"""One timeline of a case: talks, notes, and what else happened to it, newest first, page by page."""

import datetime
from collections import namedtuple
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import PauseKind, Phase, SessionResult, TransparencyItem
from cases.models import CaseNote, CounsellingSession
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels, group_of
from umstieg.core.addresses import address
from umstieg.core.composed import ask
from umstieg.core.formats import day, weekday_and_day
from umstieg.core.shown import Shown

from .case_file import aside, mode_icon
from .entry import Entry, event
from .goal_entries import goal_entries

PAGE = 20
TALK = (
    *("pk", "started_at", "minutes", "mode", "result", "place", "accompaniment", "topics", "mediation_language"),
    *("setting", "mediator", "note", "version", "counsellor__name", "site__name"),
)
Talk = namedtuple("Talk", [name.removesuffix("__name") for name in TALK])
REVIEW = "review"  # group of settings: goals are looked at together (114-05)
EVENING, NIGHT = datetime.time(23, 59, 58), datetime.time(23, 59, 59)


@dataclass
class Timeline(Shown):
    """A page of entries; `older` is the number of the next page, None at the beginning of the file."""

    entries: list[Entry]
    older: int | None
    page: int
    only_talks: bool


def timeline(case, part, dated, *, page=1, only_talks=False) -> Timeline:
    """Page `page` of the timeline. `dated` is the history of the case; three statements more, however long the file."""
    today = timezone.localdate()
    reach = page * PAGE + 1  # whatever lies on this page is among the latest so many of its kind
    found = [] if only_talks else events(case, part, dated) + goal_entries(case, part)
    found += talks(case, reach) + notes(case, reach)
    found.sort(key=lambda one: one.at, reverse=True)
    shown = found[(page - 1) * PAGE : page * PAGE]
    for one in shown:
        one.day = weekday_and_day(timezone.localtime(one.at).date(), today)
    return Timeline(shown, page + 1 if len(found) > page * PAGE else None, page, only_talks)


def talks(case, most=None) -> list[Entry]:
    """Sessions, newest first."""
    labels = Labels("contact_mode", "contact_setting", "accompaniment", "topic", "language")

    def build(case):
        rows = CounsellingSession.objects.filter(case=case).order_by("-started_at", "-id")
        return rows.values_list(*TALK)[:most]

    return [_talk(Talk(*row), labels, case) for row in ask(("talks", most), build, case=case.pk)]


def _talk(session, labels, case):
    started = timezone.localtime(session.started_at)
    mode = labels("contact_mode", session.mode, started.date())
    held = session.result == SessionResult.HELD
    if group_of("contact_setting", session.setting) == REVIEW:
        mode = _("%(setting)s, %(mode)s") % {
            "setting": labels("contact_setting", session.setting, started.date()),
            "mode": mode,
        }
    return Entry(
        at=session.started_at,
        icon=mode_icon(session.mode) if held else "calendar-days",
        title=mode if held else f"{mode}: {SessionResult(session.result).label}",
        time=f"{started:%H:%M}",
        aside=aside(session, labels, started.date()),
        text=session.note,
        tags=labels.many("topic", session.topics, started.date()),
        url=address("cases:session_detail", case.pk, session.pk),
        is_corrected=session.version > 1,
        is_minor=not held,
    )


def notes(case, most=None) -> list[Entry]:
    """Entries in the file without a talk, newest first."""

    def build(case):
        rows = CaseNote.objects.filter(case=case).order_by("-noted_at", "-id")
        return rows.values_list("pk", "noted_at", "text", "version", "created_by__name")[:most]

    title = _("Note in the file")
    return [
        Entry(
            at=at,
            icon="notebook-pen",
            title=title,
            time=f"{timezone.localtime(at):%H:%M}",
            aside=who,
            text=text,
            url=address("cases:note_detail", case.pk, pk),
            is_corrected=version > 1,
        )
        for pk, at, text, version, who in ask(("notes", most), build, case=case.pk)
    ]


def events(case, part, dated) -> list[Entry]:
    """What else happened: opening, closing, phases, pauses, people, outcomes, what was explained."""
    labels = Labels("language", "closing_reason", "outcome", "sex_work_status")
    return list(
        chain(
            _closings(case, dated, labels),
            _phases(dated),
            _pauses(dated),
            _people(dated),
            _outcomes(dated, labels),
            _explained(dated, labels),
            _statuses(dated, labels) if part >= Part.RESTRICTED else (),
            [event(case.opened_on, "folder-open", _("Case opened"))],  # last: of its day it is the oldest
        )
    )


def _closings(case, dated, labels):
    for one in dated.closings:
        yield _closed(one.begun, one.who, labels("closing_reason", one.code, one.begun))
        yield event(one.ended, "archive-restore", _("Case taken up again"), one.whom, at=NIGHT)
    if case.closed_on:
        reason = labels("closing_reason", case.closing_reason, case.closed_on)
        yield _closed(case.closed_on, case.closed_by.name, reason)


def _closed(on, who, reason):
    return event(on, "archive", _("Case closed: %(reason)s") % {"reason": reason}, who, at=EVENING)


def _phases(dated):
    for one in dated.phases:
        phase = {"phase": Phase(one.code).label}
        yield event(one.begun, "route", _("%(phase)s begun") % phase)
        if one.ended:
            yield event(one.ended, "route", _("%(phase)s ended") % phase, at=EVENING)


def _pauses(dated):
    for one in dated.pauses:
        icon = "globe" if one.code == PauseKind.ABROAD else "pause"
        label = PauseKind(one.code).label
        if one.ended:
            title = _("%(what)s, back on %(back)s") % {"what": label, "back": day(one.ended)}
        else:
            title = label
        yield event(one.begun, icon, title, text=one.text)


def _people(dated):
    for one in dated.handovers:
        spoken = {"old": one.who, "new": one.whom}
        yield event(one.begun, "handshake", _("Contact person: %(old)s, from now on %(new)s") % spoken, at=EVENING)
    for one in dated.co_counsellors:
        yield event(one.begun, "user-plus", _("%(name)s works on the case too") % {"name": one.who})
        if one.ended:
            yield event(
                one.ended, "user-minus", _("%(name)s no longer works on the case") % {"name": one.who}, at=EVENING
            )


def _outcomes(dated, labels):
    for one in dated.outcomes:
        title = labels("outcome", one.code, one.begun)
        yield event(one.begun, "flag", title, _("Outcome noted by %(name)s") % {"name": one.who}, text=one.text)


def _explained(dated, labels):
    for one in dated.explained:
        language = labels("language", one.text)
        title = _("Talked about: %(item)s") % {"item": TransparencyItem(one.code).label}
        yield event(one.begun, "message-circle", title, " · ".join(filter(None, (language, one.who))))


def _statuses(dated, labels):
    for one in dated.statuses:
        status = labels("sex_work_status", one.code, one.begun)
        yield event(one.begun, "compass", _("Status to sex work: %(status)s") % {"status": status}, one.who)
