"""What the form for logging a session offers: one's own clients, what was chosen lately, what to know of a client."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from cases.enums import SessionResult
from cases.models import Appointment, Case, ClientLanguage, CounsellingSession, Task
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels
from umstieg.core.blindindex import fold
from umstieg.core.formats import weekday_and_day

LOOK_BACK = 40  # sessions of hers
RECENT_CASES = 4
RECENT_TOPICS = 8
MOST_TASKS = 8
OURS = "de"  # needs no mediation
LATELY = datetime.timedelta(days=2)
SOON = datetime.timedelta(hours=1)
HEAD = 280  # characters of the last note


@dataclass
class Lately:
    """What somebody chose in the sessions she logged last; empty before her first one."""

    mode: str = ""
    site_id: int | None = None
    case_ids: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def chosen_lately(user) -> Lately:
    """One statement: her last sessions give mode and site, the clients and the topics she comes back to."""
    rows = list(
        CounsellingSession.objects.filter(created_by=user)
        .order_by("-created_at")
        .values_list("case_id", "mode", "site_id", "topics")[:LOOK_BACK]
    )
    if not rows:
        return Lately()
    return Lately(
        mode=rows[0][1],
        site_id=rows[0][2],
        case_ids=list(dict.fromkeys(str(row[0]) for row in rows)),
        topics=_last_used(row[3] for row in rows),
    )


def _last_used(lists) -> list[str]:
    """Topics, those chosen last first."""
    return list(dict.fromkeys(topic for topics in lists for topic in topics or ()))[:RECENT_TOPICS]


def running_cases(user):
    """The cases in which a session can be logged."""
    return Case.objects.visible_to(user, Part.WORK).running()


def cases_to_choose(cases) -> list[tuple[str, str, str]]:
    """(id, pseudonym, number) of running cases, by pseudonym: one statement."""
    rows = cases.values_list("pk", "client__pseudonym", "number")
    return sorted(((str(pk), pseudonym, number) for pk, pseudonym, number in rows), key=lambda row: fold(row[1]))


@dataclass
class ClientCard:
    """What a counsellor wants to know of a client while she logs a talk."""

    id: str
    number: str
    pseudonym: str
    contact_rule: str
    no_questions: bool
    last: dict | None = None
    tasks: list[dict] = field(default_factory=list)
    languages: list[dict] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    mode: str = ""  # her last one, where it is agreed how to reach her
    appointment: dict | None = None  # of these days, which this talk may have been

    @property
    def topic_keys(self):
        return " ".join(self.topics)


def client_card(case, *, ticked=(), agreed=None, without="", today=None) -> ClientCard:
    """The card of a case with its client, in four statements.

    `ticked`: ids of tasks that are ticked in the form. `agreed`: those of appointments, None before anything was
    chosen. `without`: the appointment that the whole page is about.
    """
    today = today or timezone.localdate()
    labels = Labels("contact_mode", "language")
    last = list(CounsellingSession.objects.filter(case=case).order_by("-started_at", "-id")[:3])
    languages = ClientLanguage.objects.filter(client_id=case.client_id).order_by("-needs_mediation", "pk")
    return ClientCard(
        id=str(case.pk),
        number=case.number,
        pseudonym=case.client.pseudonym,
        contact_rule=case.client.contact_rule,
        no_questions=case.no_questions_on == today,
        last=_head_of(last[0], labels, today) if last else None,
        tasks=[
            {
                "id": str(pk),
                "text": text,
                "due": weekday_and_day(due_on, today) if due_on else "",
                "is_overdue": bool(due_on and due_on < today),
                "is_ticked": str(pk) in ticked,
            }
            for pk, text, due_on in sorted(_open_tasks(case), key=lambda row: (row[2] is None, row[2]))[:MOST_TASKS]
        ],
        languages=[
            {"key": language, "label": labels("language", language)}
            for language in languages.values_list("language", flat=True)
            if language != OURS
        ],
        topics=_last_used(session.topics for session in last),
        mode=last[0].mode if last and case.client.contact_rule else "",
        appointment=_appointment_of_these_days(case, agreed, without, today),
    )


def _appointment_of_these_days(case, agreed, without, today) -> dict | None:
    """The appointment that is nearest to now; ticked if it has begun or is about to, as long as nobody has chosen."""
    now = timezone.now()
    first = timezone.make_aware(datetime.datetime.combine(today - LATELY, datetime.time.min))
    rows = (
        Appointment.objects.standing()
        .filter(case=case, session=None, starts_at__gte=first, starts_at__lt=now + LATELY)
        .values_list("pk", "starts_at")
    )
    rows = [
        (abs(starts_at - now), str(pk), starts_at)
        for pk, starts_at in rows
        if str(pk) != str(without) and timezone.localtime(starts_at).date() <= today
    ]
    if not rows:
        return None
    _distance, pk, starts_at = min(rows)
    local = timezone.localtime(starts_at)
    is_ticked = starts_at <= now + SOON if agreed is None else pk in agreed
    told = f"{local:%H:%M}" if local.date() == today else f"{weekday_and_day(local.date(), today)}, {local:%H:%M}"
    return {"id": pk, "when": told, "is_ticked": is_ticked}


def _open_tasks(case):
    return Task.objects.filter(case=case).open().values_list("pk", "text", "due_on")


def _head_of(session, labels, today) -> dict:
    started = timezone.localtime(session.started_at).date()
    note = session.note.strip()
    return {
        "day": weekday_and_day(started, today),
        "mode": labels("contact_mode", session.mode, started),
        "result": "" if session.result == SessionResult.HELD else SessionResult(session.result).label,
        "head": note if len(note) <= HEAD else f"{note[:HEAD].rsplit(None, 1)[0]} …",
    }
