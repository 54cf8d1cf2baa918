"""What became of the goals of a case as lines of its timeline: agreed on, changed and why, reached, paused, dropped.

Who sees less than RESTRICTED reads what the room of the goals shows her, and no more (114-05, 114-06).
"""

import datetime
from collections import namedtuple
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import GoalState
from cases.models import Goal
from umstieg.core.addresses import address
from umstieg.core.composed import ask

from .entry import Entry, event
from .goal import hidden_from, tell

GOAL = ("pk", "parent_id", "title", "theme", "state", "state_on", "agreed_on", "version", "created_by__name")
VERSION = ("version", "facts", "reason", "replaced_at", "replaced_by__name")
Row = namedtuple("Row", [name.removesuffix("__name") for name in GOAL])
Version = namedtuple("Version", ["goal_id", *(name.removesuffix("__name") for name in VERSION)])
ICONS = {
    GoalState.REACHED: "star",
    GoalState.PARTLY: "sprout",
    GoalState.PAUSED: "pause",
    GoalState.DROPPED: "leaf",
    GoalState.ADJUSTED: "signpost",
}


def goal_entries(case, part) -> list[Entry]:
    """All of them, unordered; one statement, however many goals there are."""
    told = tell(_rows(case), hidden_from(part))
    goals, where = told.all(), address("cases:goals", case.pk)
    changes = [entry for goal in goals for entry in _changes(goal, list(told.versions.get(goal.pk, ())), where)]
    return [*_agreed(goals, told.versions, where), *changes]


def _rows(case) -> tuple[list[Row], list[Version]]:
    """Goals in their order, and their earlier versions in theirs; one row of the database for each version."""

    def build(case):
        found = Goal.objects.filter(case=case).order_by("agreed_on", "created_at", "pk", "versions__version")
        return found.values_list(*GOAL, *(f"versions__{name}" for name in VERSION))

    goals, versions = {}, []
    for row in ask(("goal_entries",), build, case=case.pk):
        goal, version = Row(*row[: len(GOAL)]), row[len(GOAL) :]
        goals[goal.pk] = goal
        if version[0] is not None:
            versions.append(Version(goal.pk, *version))
    return list(goals.values()), versions


def _agreed(goals, versions, where):
    """What was agreed on at a stroke stands in one line, as it read then."""

    def stroke(goal):
        return (goal.agreed_on, str(goal.parent_id or ""))

    for (on, parent), group in groupby(sorted(goals, key=stroke), key=stroke):
        agreed = list(group)
        count, titles = len(agreed), [_first_title(goal, versions) for goal in agreed]
        if parent:
            title = ngettext("Interim goal agreed on", "Interim goals agreed on", count)
        else:
            title = ngettext("Goal agreed on", "Goals agreed on", count)
        yield event(
            on,
            "target",
            title,
            agreed[0].created_by,
            text="\n".join(titles),
            at=_late(1 if parent else 0),
            url=_place(agreed[0], where),
            is_minor=False,
        )


def _first_title(goal, versions) -> str:
    earlier = versions.get(goal.pk)
    return earlier[0].facts["title"] if earlier else goal.title


def _changes(goal, versions, where):
    """Another state, other words, or whatever a reason was given for; that a theme was filled in is none of them."""
    after_of = {one.version: one.facts for one in versions}
    after_of[goal.version] = {"title": goal.title, "state": goal.state, "state_on": goal.state_on}
    for version in versions:
        before, after = version.facts, after_of.get(version.version + 1)
        if after is None:  # what came next is not told here
            continue
        is_moved = before["state"] != after["state"]
        if not (is_moved or version.reason or before["title"] != after["title"]):
            continue
        state = GoalState(after["state"]) if is_moved else GoalState.ADJUSTED
        on = _date(after["state_on"]) if is_moved else timezone.localtime(version.replaced_at).date()
        yield event(
            on,
            ICONS.get(state, "target"),
            _said(goal, state),
            version.replaced_by,
            text=_text(before, after, version.reason),
            at=_late(version.version + 1),
            url=_place(goal, where),
            is_minor=False,
        )


def _said(goal, state) -> str:
    return (_("Interim goal %(state)s") if goal.parent_id else _("Goal %(state)s")) % {"state": state.label}


def _text(before, after, reason) -> str:
    title = after["title"]
    if before["title"] != title:
        title = _("“%(before)s” has become “%(goal)s”.") % {"before": before["title"], "goal": title}
    return "\n".join(filter(None, (title, _("Why: %(reason)s") % {"reason": reason} if reason else "")))


def _place(goal, where) -> str:
    """Where it stands in the room: a step stands in the card of its goal."""
    return f"{where}#z-{goal.parent_id or goal.pk}"


def _late(number):
    """After the talks of its day, in which it was agreed on; what changed of a goal after how it began."""
    return datetime.time(23, 59, 50, number)


def _date(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
