"""What is dated in a file beside talks and notes: phases, pauses, outcomes, closings …, all in one statement.

A file has few rows of each, but there are many tables. The ORM composes the statement once per process; what is
encrypted is opened here, each value in its own place.
"""

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from cases.models import (
    CasePause,
    CasePhase,
    ClientLanguage,
    CoCounselling,
    Explained,
    Handover,
    Outcome,
    PastClosing,
    PersonalNote,
    SexWorkStatus,
)
from cases.models.note import PERSONAL_DAYS
from umstieg.access.enums import Part
from umstieg.core.composed import ask

COLUMNS = ("kind", "key", "begun", "ended", "code", "text", "who", "whom")


@dataclass
class History:
    """Rows by kind, each with `key`, `begun`, `ended` (dates), `code`, `text`, `who`, `whom`, unordered."""

    handovers: list = field(default_factory=list)
    phases: list = field(default_factory=list)
    co_counsellors: list = field(default_factory=list)
    explained: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    pauses: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)
    closings: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    personal_notes: list = field(default_factory=list)


# kind: (part from which it is shown, model, what it is filtered by, columns)
SOURCES = {
    "phases": (Part.FACTS, CasePhase, "case", {"begun": "started_on", "ended": "ended_on", "code": "phase"}),
    "co_counsellors": (
        Part.FACTS,
        CoCounselling,
        "case",
        {"begun": "started_on", "ended": "ended_on", "who": "user__name"},
    ),
    "explained": (
        Part.FACTS,  # how many are missing is a fact; in which language they were told is shown from NOTES on
        Explained,
        "case",
        {"begun": "explained_on", "code": "item", "text": "language", "who": "explained_by__name"},
    ),
    "languages": (Part.FACTS, ClientLanguage, "client", {"code": "language"}),
    "handovers": (
        Part.NOTES,
        Handover,
        "case",
        {"begun": "handed_on", "who": "from_user__name", "whom": "to_user__name"},
    ),
    "pauses": (
        Part.NOTES,
        CasePause,
        "case",
        {"begun": "started_on", "ended": "ended_on", "code": "kind", "text": "note"},
    ),
    "outcomes": (
        Part.NOTES,
        Outcome,
        "case",
        {"begun": "happened_on", "code": "outcome", "text": "note", "who": "created_by__name"},
    ),
    "closings": (
        Part.NOTES,
        PastClosing,
        "case",
        {
            "begun": "closed_on",
            "ended": "reopened_on",
            "code": "closing_reason",
            "who": "closed_by__name",
            "whom": "reopened_by__name",
        },
    ),
    "statuses": (
        Part.RESTRICTED,
        SexWorkStatus,
        "case",
        {"begun": "since_on", "code": "status", "who": "created_by__name"},
    ),
    "personal_notes": (Part.NOTES, PersonalNote, "author", {"text": "created_at"}),
}


def history(case, part, user, *, now) -> History:
    """Everything dated of a case that somebody who sees `part` may read."""
    found = History()
    for row in ask(("history", part), _sources(part), case=case.pk, client=case.client_id, user=user.pk):
        entry = SimpleNamespace(**dict(zip(COLUMNS, row, strict=True)))
        _open(entry)
        getattr(found, entry.kind).append(entry)
    begun = now - datetime.timedelta(days=PERSONAL_DAYS)
    found.personal_notes = [one for one in found.personal_notes if _moment(one.text) > begun]
    return found


def _sources(part):
    def build(case, client, user):
        limits = {
            "case": {"case": case},
            "client": {"client": client, "needs_mediation": True},
            "author": {"case": case, "author": user},
        }
        parts = [
            model.objects.filter(**limits[of]).order_by().values_list(*_columns(kind, columns))
            for kind, (shown_from, model, of, columns) in SOURCES.items()
            if part >= shown_from
        ]
        return parts[0].union(*parts[1:], all=True)

    return build


def _columns(kind, columns):
    """Each of COLUMNS as text."""
    held = (_text(columns[name]) if name in columns else Cast(Value(""), TextField()) for name in COLUMNS[2:])
    return (Cast(Value(kind), TextField()), _text("pk"), *held)


def _text(column):
    return Cast(F(column), TextField())


def _open(entry):
    """Dates as dates, encrypted values in clear."""
    _from, model, _of, columns = SOURCES[entry.kind]
    for name, column in columns.items():
        value = getattr(entry, name)
        one = None if "__" in column else model._meta.get_field(column)
        if value is None:
            value = ""
        elif getattr(one, "encrypted", False):
            value = one.from_db_value(value, None, connection)
        elif name in ("begun", "ended"):
            value = datetime.date.fromisoformat(value[:10])
        setattr(entry, name, value)
    entry.begun, entry.ended = entry.begun or None, entry.ended or None


def _moment(text):
    moment = parse_datetime(text if "+" in text or text.endswith("Z") else f"{text}+00:00")
    return moment or datetime.datetime.min.replace(tzinfo=datetime.UTC)
