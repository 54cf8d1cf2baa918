"""Household budgets: one a month, noted, changed and taken over like every entry of the situation (122-10, 122-11)."""

from django.utils.translation import gettext as _

from cases.models import Budget
from cases.models.budget import month_after
from umstieg.core.errors import DomainError

from .record import change_record, note_record

MOST_LINES = 60


def note_budget(*, case, month, lines, by, note="") -> Budget:
    """The budget of a month (any day of it). `lines` are `cases.models.budget.Line`."""
    _must_be_few(lines)
    month = month.replace(day=1)
    return note_record(Budget(case=case, month=month, lines=[line.kept() for line in lines], note=note), by=by)


def change_budget(*, budget, lines, by, note="") -> Budget:
    """Write a month anew; its month stays."""
    _must_be_few(lines)
    return change_record(record=budget, by=by, lines=[line.kept() for line in lines], note=note)


def copy_budget(*, budget, by) -> Budget:
    """Take a month over into the next one. Raises DomainError where that one has a budget."""
    return note_budget(case=budget.case, month=month_after(budget.month), lines=budget.told_lines(), by=by)


def _must_be_few(lines):
    if len(lines) > MOST_LINES:
        raise DomainError(_("So many lines do not fit into one budget."))
