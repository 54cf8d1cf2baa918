"""The words of retention: what happens to a field, from when on, after how long, and why.

Every package with tables has a `retention.py` with RULES that name every field of every model; `umstieg.retention`
finds and checks them and makes `docs/retention.md` (the Löschkonzept) from them. After DIN 66398: one rule per kind of
data, made of a start event and a period.
"""

from dataclasses import dataclass
from enum import Enum

from .drafts import destroy_expired_drafts
from .jobs.services import destroy_old_jobs


class Then(Enum):
    """What happens when the period is over."""

    KEEP = "keep"
    BLANK = "blank"
    DELETE = "delete"


@dataclass(frozen=True)
class Start:
    """The event from which a period runs. `key` is for code, `text` for people."""

    key: str
    text: str


@dataclass(frozen=True)
class Rule:
    """One rule for some fields of a model.

    `months` (or `days`) run from `start`; with `until_year_end` the period ends with the year in which it is over.
    DELETE takes the whole row, so a model has either DELETE or KEEP among its rules, and BLANK beside either of them.
    `rows` names in words which rows of the model are meant, where a table holds two kinds; "" means all.
    """

    model: str
    then: Then
    fields: tuple[str, ...]
    reason: str
    start: Start | None = None
    months: int | None = None
    days: int | None = None
    until_year_end: bool = False
    rows: str = ""

    def __post_init__(self):
        if not self.fields or not self.reason:
            raise ValueError(f"{self.model}: a rule names its fields and its reason.")
        periods = [period for period in (self.months, self.days) if period is not None]
        if (self.then is Then.KEEP) != (self.start is None) or len(periods) != (self.start is not None):
            raise ValueError(f"{self.model}: only what is kept has neither start nor period; all else has both.")

    @property
    def period(self) -> str:
        """The period in words."""
        if self.days is not None:
            return f"{self.days} days"
        if self.months is None:
            return "as long as the installation runs"
        if self.months == 0:
            return "at once"
        if self.until_year_end:
            return f"{self.months // 12} full years"
        return f"{self.months} months"


def keep(model: str, *fields: str, reason: str, **more) -> Rule:
    """The fields stay as long as the installation runs."""
    return Rule(model, Then.KEEP, fields, reason, **more)


def blank(model: str, *fields: str, start: Start, reason: str, months: int | None = None, **more) -> Rule:
    """The fields are emptied (or replaced by the number of the row), the row stays."""
    return Rule(model, Then.BLANK, fields, reason, start, months, **more)


def delete(model: str, *fields: str, start: Start, reason: str, months: int | None = None, **more) -> Rule:
    """The row goes, with all its fields."""
    return Rule(model, Then.DELETE, fields, reason, start, months, **more)


DRAFT_LEFT = Start("draft_left", "the draft was last written on")
KEY_USED = Start("key_used", "the form was carried out")
JOB_STARTED = Start("job_started", "the job was asked for")
NOT_NEEDED = Start("file_not_needed", "the row that the file belongs to goes")

RULES = [
    delete(
        "core.Draft",
        "id",
        "owner",
        "form",
        "about",
        "facts",
        "page",
        "created_at",
        "updated_at",
        start=DRAFT_LEFT,
        days=14,
        reason="A draft bridges an interruption; what matters is saved by then (G35).",
    ),
    delete(
        "core.SubmitKey",
        "id",
        "owner",
        "target",
        "digest",
        "used_at",
        start=KEY_USED,
        days=14,
        reason="Only tells a second click from a first one.",
    ),
    delete(
        "core.Job",
        "id",
        "kind",
        "owner",
        "language",
        "facts",
        "state",
        "stage",
        "done",
        "total",
        "outcome",
        "attempts",
        "lease",
        "heartbeat_at",
        "created_at",
        "started_at",
        "ended_at",
        start=JOB_STARTED,
        days=14,
        reason="Its page tells what came of it; what it was given (an uploaded file) is emptied when it ends.",
    ),
    delete(
        "core.StoredFile",
        "id",
        "name",
        "kind",
        "size",
        "created_at",
        "created_by",
        start=NOT_NEEDED,
        months=0,
        reason="A file is nobody's by itself: it goes together with what it documents.",
    ),
    delete(
        "core.FileChunk",
        "id",
        "file",
        "number",
        "content",
        start=NOT_NEEDED,
        months=0,
        reason="The content of a file goes with it.",
    ),
    keep(
        "core.NumberSeries", "id", "series", "year", "last", reason="Numbers are never given twice. No personal data."
    ),
]

DAILY = (("drafts", destroy_expired_drafts), ("jobs", destroy_old_jobs))
