"""What is dated in a file beside talks and notes: phases, pauses, outcomes, closings …, all in one statement.

A file has few rows of each, but there are many tables. The ORM composes the statement once per process; what is
encrypted is opened here, each value in its own place.
"""

import datetime
from dataclasses import dataclass, field
from functools import cache
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

COLUMNS = ("kind", "key", "begun", "ended", "code", "text", "who", "whom")
# Stand in the statement for what differs from file to file.
A_CASE, A_CLIENT, A_USER = "00000000-0000-4000-8000-00000000ca5e", "00000000-0000-4000-8000-0000000c11e0", -70707


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
    sql, params = _statement(connection.vendor, part)
    found = History()
    real = {A_CASE: case.pk, A_CLIENT: case.client_id, A_USER: user.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, [_as_stored(real[one]) if one in real else one for one in params])
        for row in cursor.fetchall():
            entry = SimpleNamespace(**dict(zip(COLUMNS, row, strict=True)))
            _open(entry)
            getattr(found, entry.kind).append(entry)
    begun = now - datetime.timedelta(days=PERSONAL_DAYS)
    found.personal_notes = [one for one in found.personal_notes if _moment(one.text) > begun]
    return found


@cache
def _statement(vendor, part):
    """SQL and parameters for a vendor and a part, with stand-ins for case, client and user."""
    parts = []
    for kind, (shown_from, model, of, columns) in SOURCES.items():
        if part < shown_from:
            continue
        where = {"case": {"case": A_CASE}, "client": {"client": A_CLIENT, "needs_mediation": True}}.get(
            of, {"case": A_CASE, "author": A_USER}
        )
        values = {"kind": Cast(Value(kind), TextField()), "key": _text("pk")} | {
            name: _text(columns[name]) if name in columns else Cast(Value(""), TextField()) for name in COLUMNS[2:]
        }
        parts.append(model.objects.filter(**where).order_by().values_list(*(values[name] for name in COLUMNS)))
    sql, params = parts[0].union(*parts[1:], all=True).query.get_compiler(connection=connection).as_sql()
    stand_in = {_as_stored(A_CASE): A_CASE, _as_stored(A_CLIENT): A_CLIENT}
    return sql, [stand_in.get(_as_plain(one), one) for one in params]


def _text(column):
    return Cast(F(column), TextField())


def _as_stored(value):
    """A UUID as a parameter of this database; everything else as it is."""
    if isinstance(value, int):
        return value
    stored = CasePhase._meta.get_field("case").get_db_prep_value(value, connection)
    return str(stored)


def _as_plain(value):
    return value if isinstance(value, int | str) else str(value)


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
