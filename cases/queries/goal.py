"""The room of the goals: wishes and strengths beside goals and their steps, how these came, the next evaluation talk.

Who reads less than RESTRICTED sees no goal about a specially protected theme, no step of one, and no version that was.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.enums import GoalState, Horizon, WishKind, WishState
from cases.models import Goal, GoalVersion, ReviewPlan, Wish
from cases.models.goal import REVIEW_MONTHS
from umstieg.access.enums import Part
from umstieg.agenda.intervals import working_day
from umstieg.core.formats import capitalised, day
from umstieg.core.shown import Shown
from umstieg.guide.enums import OPEN_STATES, RESTRICTED, THEMES_OF, Pillar, Theme

from .situation import states_of

#: Themes of goals that seek another income (122-01), and of those that look for a direction (key points 4 and 5).
INCOME_THEMES = frozenset({Theme.INCOME, Theme.WORK})
ORIENTATION_THEMES = frozenset({Theme.ORIENTATION, Theme.TRAINING, Theme.WORK})
#: What carries a new direction (KP-4).
CARRYING = (Pillar.MONEY, Pillar.HOUSING, Pillar.HEALTH)


@dataclass
class Change(Shown):
    """One change of a goal, ready to print: when, by whom, why, and (what, before, after) of each fact."""

    on: str
    who: str
    reason: str
    facts: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class GoalCard(Shown):
    """A goal, or a step of one, ready to print."""

    id: str
    title: str
    theme: str
    state: str
    state_label: str
    glyph: str
    since: str
    agreed: str
    target: str
    is_past_target: bool
    her_part: str
    our_part: str
    is_running: bool
    can_be_reached: bool
    steps: list["GoalCard"] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass
class Told:
    """What was agreed on in a case, as far as its reader may see it: rows, with the steps and versions of each."""

    goals: list[Goal]
    steps: dict[object, list[Goal]]
    versions: dict[object, list[GoalVersion]]

    def all(self):
        """Every goal and step."""
        return [*self.goals, *(step for steps in self.steps.values() for step in steps)]


def hidden_from(part) -> frozenset:
    """The themes about which a reader of this part learns nothing."""
    return frozenset() if part >= Part.RESTRICTED else RESTRICTED


def goal_rows(case) -> tuple[list[Goal], list[GoalVersion]]:
    """All goals and versions of a case, whatever they are about, in their order; two statements."""
    goals = Goal.objects.filter(case=case).order_by("agreed_on", "created_at", "pk")
    versions = GoalVersion.objects.filter(goal__case=case).select_related("replaced_by").order_by("version")
    return list(goals), list(versions)


def tell(rows, hidden) -> Told:
    """What of `goal_rows` is told to somebody from whom these themes are hidden: with a goal its steps are hidden."""
    everything, versions = rows
    open_ones = {goal.pk for goal in everything if goal.theme not in hidden}
    goals = [goal for goal in everything if goal.parent_id is None and goal.pk in open_ones]
    mains, steps, kept = {goal.pk for goal in goals}, defaultdict(list), defaultdict(list)
    for goal in everything:
        if goal.pk in open_ones and goal.parent_id in mains:
            steps[goal.parent_id].append(goal)
    told = mains | {step.pk for of_goal in steps.values() for step in of_goal}
    for version in versions:
        if version.goal_id in told and version.facts["theme"] not in hidden:
            kept[version.goal_id].append(version)
    return Told(goals, steps, kept)


def goals_room(case, part, *, today=None) -> dict:
    """The room: five statements."""
    today = today or timezone.localdate()
    told = tell(goal_rows(case), hidden_from(part))
    cards = [_card(goal, told, today) for goal in told.goals]
    wishes = wishes_of(case)
    states = {state: [card for card in cards if card.state == state] for state in GoalState}
    return {
        "running": [card for card in cards if card.is_running],
        "paused": states[GoalState.PAUSED],
        "reached": states[GoalState.REACHED],
        "dropped": states[GoalState.DROPPED],
        "has_goals": bool(cards),
        "hides": part < Part.RESTRICTED,
        "wishes": [one for one in wishes if one["kind"] == WishKind.WISH],
        "strengths": [one for one in wishes if one["kind"] == WishKind.RESOURCE],
        "asks_for_wishes": asks_for_wishes(told.all(), wishes),
        "open_pillars": open_pillars(case, part, told.all()),
        "review": review_of(case, today),
    }


def wishes_of(case) -> list[dict]:
    """Wishes and strengths, those that stand first, the latest on top; one statement."""
    rows = Wish.objects.filter(case=case).order_by("-stated_on", "-created_at")
    found = [
        {
            "id": str(row.pk),
            "kind": row.kind,
            "text": row.text,
            "horizon": capfirst(str(Horizon(row.horizon).label)) if row.horizon else "",
            "stated": day(row.stated_on),
            "state": row.state,
            "state_label": str(WishState(row.state).label),
            "state_on": row.state_on,
            "state_day": day(row.state_on),
            "stands": row.state == WishState.WISHED,
        }
        for row in rows
    ]
    return sorted(found, key=lambda one: not one["stands"])


def asks_for_wishes(goals, wishes) -> bool:
    """Whether somebody is to be told that wishes must be considered (122-01, Muss): another income is sought, and no
    wish is noted. It locks nothing.
    """
    seeks = any(goal.theme in INCOME_THEMES and GoalState(goal.state).is_running for goal in goals)
    said = any(one["kind"] == WishKind.WISH and one["state"] != WishState.NO_LONGER for one in wishes)
    return seeks and not said


def open_pillars(case, part, goals) -> list[str]:
    """The pillars that stand open while a goal looks for a new direction (KP-4, a hint); one statement if any does."""
    if not any(goal.theme in ORIENTATION_THEMES and GoalState(goal.state).is_running for goal in goals):
        return []
    states = states_of(case, part)
    return [
        str(pillar.label)
        for pillar in CARRYING
        if any(theme in states and states[theme][0] in OPEN_STATES for theme in THEMES_OF[pillar])
    ]


def review_of(case, today) -> dict:
    """The last evaluation talk and the next one; `proposed` is the day to offer, "" where none is due at all."""
    plan = ReviewPlan.objects.filter(case=case).values("months", "last_on", "due_on").first() or {
        "months": REVIEW_MONTHS,
        "last_on": None,
        "due_on": None,
    }
    due = plan["due_on"]
    return {
        "months": plan["months"],
        "last": day(plan["last_on"]),
        "due": day(due),
        "due_on": due,
        "is_due": bool(due and due <= today),
        "proposed": working_day(max(due, today)).isoformat() if due else "",
    }


# --- one goal -----------------------------------------------------------------------------------------


def _card(goal, told, today) -> GoalCard:
    state = GoalState(goal.state)
    return GoalCard(
        id=str(goal.pk),
        title=goal.title,
        theme=_theme(goal.theme),
        state=state.value,
        state_label=str(state.label),
        glyph=state.glyph,
        since=day(goal.state_on),
        agreed=day(goal.agreed_on),
        target=day(goal.target_on),
        is_past_target=bool(state.is_running and goal.target_on and goal.target_on < today),
        her_part=goal.her_part,
        our_part=goal.our_part,
        is_running=state.is_running,
        can_be_reached=state != GoalState.REACHED,
        steps=[_card(step, told, today) for step in told.steps.get(goal.pk, ())],
        changes=changes_of(goal, told.versions.get(goal.pk, ())),
    )


def changes_of(goal, versions) -> list[Change]:
    """How a goal came to what it is, the latest change first. `versions` in their order."""
    labels = {
        "title": _("goal"),
        "her_part": _("her part"),
        "our_part": _("our part"),
        "theme": _("theme"),
        "target_on": _("wanted by"),
        "state": _("state"),
    }
    by_number, changes = {one.version: one.facts for one in versions}, []
    by_number[goal.version] = {name: getattr(goal, name) for name in labels}
    for version in versions:
        after = by_number.get(version.version + 1)
        if after is None:  # what came next is not told here
            continue
        facts = [
            (str(label), _said(name, version.facts[name]), _said(name, after[name]))
            for name, label in labels.items()
            if _said(name, version.facts[name]) != _said(name, after[name])
        ]
        on = timezone.localtime(version.replaced_at).date()
        changes.append(Change(day(on), version.replaced_by.name, version.reason, facts))
    return changes[::-1]


def _said(name, value) -> str:
    if not value:
        return ""
    if name == "state":
        return str(GoalState(value).label)
    if name == "theme":
        return _theme(value)
    if name == "target_on":
        return day(value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value))
    return value


def _theme(value) -> str:
    return capitalised(str(Theme(value).label)) if value in Theme.values else ""


def goal_history(goal) -> list[Change]:
    """The changes of one goal, for whoever works on the case."""
    return changes_of(goal, list(goal.versions.select_related("replaced_by").order_by("version")))
