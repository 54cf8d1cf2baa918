"""A household budget: what comes in and goes out in a month, as it is now and as it would be with the job (122-10)."""

import calendar
import datetime
import decimal
import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.core.crypto import keyed_digest
from umstieg.core.fields import EncryptedJSONField
from umstieg.core.money import CENT

from .record import SituationRecord

IN, OUT = "IN", "OUT"
NOTHING = Decimal(0)
WEEK = 7


@dataclass(frozen=True)
class Line:
    """One line of a budget, in Euro a month. `job` is None where the job changes nothing, `now` None where unknown.

    `key` tells a line from the others of its month, so that two people may change different ones at once; it says
    nothing of what the line says. None: not in a budget yet.
    """

    side: str
    label: str
    now: Decimal | None = None
    job: Decimal | None = None
    key: int | None = field(default=None, compare=False)

    def in_scenario(self, with_job: bool) -> Decimal:
        if with_job and self.job is not None:
            return self.job
        return self.now if self.now is not None else NOTHING

    def kept(self) -> dict:
        """As it lies in the database: amounts as text, so that no cent is lost."""
        return {
            "key": self.key,
            "side": self.side,
            "label": self.label,
            "now": None if self.now is None else format(self.now, "f"),
            "job": None if self.job is None else format(self.job, "f"),
        }

    @property
    def name(self) -> str:
        """What its fields in a form are called after."""
        return f"l{self.key}"

    def __str__(self):
        """All of it in one text; two lines that say the same read the same, however a cent is written."""
        amounts = ("" if one is None else format(one.normalize(), "f") for one in (self.now, self.job))
        return "\t".join((self.side, self.label, *amounts))

    @classmethod
    def of(cls, kept) -> "Line":
        now, job = (None if kept[name] is None else Decimal(kept[name]) for name in ("now", "job"))
        return cls(kept["side"], kept["label"], now, job, kept.get("key"))


def numbered(lines, *, taken=()) -> list[Line]:
    """The same lines, each with a key; those that have one keep it, `taken` goes to none of the others."""
    free = 1 + max([-1, *taken, *(line.key for line in lines if line.key is not None)])
    found, used = [], set()
    for line in lines:
        if line.key is None or line.key in used:
            line, free = replace(line, key=free), free + 1
        used.add(line.key)
        found.append(line)
    return found


@dataclass(frozen=True)
class Sums:
    """What a budget comes to in one scenario; Euro."""

    comes_in: Decimal
    goes_out: Decimal
    days: int  # of the month

    @classmethod
    def of(cls, lines, month, *, with_job=False) -> "Sums":
        sums = {IN: NOTHING, OUT: NOTHING}
        for line in lines:
            sums[line.side] += line.in_scenario(with_job)
        return cls(sums[IN], sums[OUT], days_of(month))

    @property
    def left(self) -> Decimal:
        """What is left; below zero, what is missing."""
        return self.comes_in - self.goes_out

    @property
    def gap(self) -> Decimal:
        return max(-self.left, NOTHING)

    @property
    def week(self) -> Decimal:
        """What may be spent in seven days so that it lasts the month, rounded down to cents (122-11)."""
        return self._share(WEEK)

    def weeks(self) -> list[tuple[int, int, Decimal]]:
        """(first day, last day, amount) of every week of the month; the last may be short. Never more than is left."""
        firsts = range(1, self.days + 1, WEEK)
        spans = [(first, min(first + WEEK - 1, self.days)) for first in firsts]
        return [(first, last, self._share(last - first + 1)) for first, last in spans]

    def _share(self, days):
        left = max(self.left, NOTHING)
        return (left * days / self.days).quantize(CENT, rounding=decimal.ROUND_DOWN)


def days_of(month) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def month_after(month) -> datetime.date:
    """The first day of the next month."""
    return month.replace(day=1) + datetime.timedelta(days=days_of(month))


@audited
class Budget(SituationRecord):
    """The budget of one month; `month` is its first day. Guessing is allowed, and nobody checks it."""

    month = models.DateField(_("month"))
    lines = EncryptedJSONField(_("lines"), default=list, blank=True)

    class Meta:
        verbose_name = _("household budget")
        verbose_name_plural = _("household budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "month"],
                name="cases_budget_once",
                violation_error_code="month",
                violation_error_message=_("There is a budget of this month already."),
            ),
        ]

    def clean(self):
        super().clean()
        if self.month:
            self.month = self.month.replace(day=1)

    @property
    def typed_key(self) -> str:
        """The id under which what is typed into it is kept; it tells nothing to whom has no keys."""
        return str(uuid.UUID(keyed_digest("budget", str(self.pk))[:32]))

    def told_lines(self) -> list[Line]:
        return numbered([Line.of(kept) for kept in self.lines])

    def has_job(self) -> bool:
        """Whether anything is noted of how it would be with the job."""
        return any(kept["job"] is not None for kept in self.lines)

    def sums(self, *, with_job=False) -> Sums:
        return Sums.of(self.told_lines(), self.month, with_job=with_job)
