"""Household budgets: one a month, noted, changed and taken over like every entry of the situation (122-10, 122-11)."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from cases.models import Budget
from cases.models.budget import IN, month_after, numbered
from umstieg.core.drafts import drop_drafts_about
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import only_changed

from .record import change_record, note_record, remove_record

MOST_LINES = 60
NOTE, LINE = "note", re.compile(r"l[0-9]{1,4}")  # names under which the note and a line are held and seen


def note_budget(*, case, month, lines, by, note="") -> Budget:
    """The budget of a month (any day of it). `lines` are `cases.models.budget.Line`."""
    _must_be_few(lines)
    kept = [line.kept() for line in numbered([replace(line, key=None) for line in lines])]
    return note_record(Budget(case=case, month=month.replace(day=1), lines=kept, note=note), by=by)


def change_budget(*, budget, lines, by, note="", seen=None) -> Budget:
    """Write a month anew; its month stays. `seen`: digests of `held_by`, see `core.meanwhile`.

    Lines are told apart by their keys. With `seen` those that she has left as they were stay as they are now.
    """
    return change_record(record=budget, by=by, seen=seen, merge=_merged, lines=lines, note=note)


def copy_budget(*, budget, by) -> Budget:
    """Take a month over into the next one. Raises DomainError where that one has a budget."""
    return note_budget(case=budget.case, month=month_after(budget.month), lines=budget.told_lines(), by=by)


def remove_budget(*, budget, by) -> None:
    """Take away a month that was noted by mistake, and what is being typed about it."""
    key = budget.typed_key
    remove_record(record=budget, by=by, also=lambda _gone: drop_drafts_about(key))


def held_by(budget) -> dict:
    """What a budget holds now, by name: its note and each of its lines."""
    return {NOTE: budget.note} | {line.name: line for line in budget.told_lines()}


def _merged(budget, facts, seen) -> dict:
    """What is to be changed in a budget as it reads now: what differs from what was seen, and every new line."""
    now = {line.name: line for line in budget.told_lines()}
    known = seen or now
    hers = {line.name: line for line in facts["lines"] if line.key is not None and line.name in known}
    new = [replace(line, key=None) for line in facts["lines"] if line.key is None or line.name not in known]
    wanted = {name: hers.get(name) for name in known if LINE.fullmatch(name)}  # None: taken away
    labels = dict.fromkeys(wanted, _label("lines")) | {NOTE: _label(NOTE)}  # what a line is for stands in no message
    held = dict.fromkeys(wanted) | held_by(budget)
    changed = only_changed({NOTE: facts[NOTE]} | wanted, held, seen, labels)
    lines = [changed.get(name, line) for name, line in now.items()]
    lines += [line for name, line in changed.items() if name != NOTE and name not in now]
    lines = numbered([*filter(None, lines), *new], taken=[line.key for line in now.values()])
    _must_be_few(lines)
    kept = [line.kept() for line in sorted(lines, key=lambda line: (line.side != IN, line.key))]
    return {"lines": kept, NOTE: changed.get(NOTE, budget.note)}


def _label(name):
    return str(Budget._meta.get_field(name).verbose_name)


def _must_be_few(lines):
    if len(lines) > MOST_LINES:
        raise DomainError(_("So many lines do not fit into one budget."))
