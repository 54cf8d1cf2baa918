"""Mein Weg: what was reached, the turns on the way, what comes next; fit to be turned to the client (114-05, 114-07).

Nothing about sex work stands on it, no reason, no note, no name of a colleague. What is specially protected stands on
it only where the reader has chosen its theme; a free text is shown as it was agreed on with her.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases.enums import GoalState, WishKind
from umstieg.access.enums import Part
from umstieg.codelists.queries import keys_in_group
from umstieg.core.formats import capitalised, day
from umstieg.core.shown import Shown
from umstieg.guide.enums import RESTRICTED, SETTLED_STATES, Theme

from .goal import goal_rows, review_of, tell, wishes_of
from .situation import states_of

#: The leaving itself is no theme of a page that others may catch sight of.
NEVER = frozenset({Theme.CHANGE})
#: Groups of outcomes that stand on the page, in words of its own: the labels of the list are the centre's to change.
OUTCOMES = {
    "employment": gettext_lazy("A job with social insurance"),
    "minor_employment": gettext_lazy("A mini-job"),
    "training": gettext_lazy("Training or studies"),
    "self_employment": gettext_lazy("Self-employed"),
    "qualification": gettext_lazy("Further training"),
    "language_course": gettext_lazy("A language course"),
    "benefits": gettext_lazy("Benefits are being paid"),
    "housing": gettext_lazy("A flat of one’s own or a room"),
    "health_insurance": gettext_lazy("Insured in case of illness"),
    "residence": gettext_lazy("Residence clarified"),
    "debts": gettext_lazy("Debts settled or arranged"),
    "stabilisation": gettext_lazy("More footing in everyday life"),
}
PROTECTED_OUTCOMES = {"health_insurance": Theme.INSURANCE, "residence": Theme.RESIDENCE}
RESTING = (GoalState.PAUSED, GoalState.DROPPED, GoalState.REACHED)


@dataclass
class Milestone(Shown):
    """Something on the way, ready to print."""

    on: datetime.date
    day: str
    text: str
    icon: str


def my_way(case, file, *, chosen=frozenset(), today=None) -> dict:
    """The page; `chosen` are the protected themes that are to stand on it, for a reader who may see them."""
    today = today or timezone.localdate()
    reads_all = file.part >= Part.RESTRICTED
    chosen = RESTRICTED & frozenset(chosen) if reads_all else frozenset()
    rows, states, outcomes = goal_rows(case), states_of(case, file.part), _outcomes(file.history)
    told = tell(rows, (RESTRICTED - chosen) | NEVER)
    wishes = [one for one in wishes_of(case) if one["kind"] == WishKind.WISH]
    settled = [
        Milestone(since, day(since), _("%(theme)s: settled") % {"theme": capitalised(str(theme.label))}, "check")
        for theme, (state, since, _checked) in states.items()
        if state in SETTLED_STATES and theme not in NEVER and (theme not in RESTRICTED or theme in chosen)
    ]
    came_about = [one for theme, one in outcomes if theme is None or theme in chosen]
    return {
        "reached": _latest_first(_reached(told.goals) + settled + came_about),
        "small": _latest_first(_small(told, wishes)),
        "turns": _latest_first(_turns(told) + _pauses(file.history, today)),
        "next": [_next(goal, told) for goal in told.goals if GoalState(goal.state).is_running],
        "wishes": [one["text"] for one in wishes if one["stands"]],
        "review": _review(review_of(case, today)),
        "appointment": file.next_appointment,
        "protected": _protected(rows[0], states, outcomes, chosen) if reads_all else [],
    }


def _reached(goals):
    return [
        Milestone(goal.state_on, day(goal.state_on), goal.title, "star")
        for goal in goals
        if goal.state == GoalState.REACHED
    ]


def _small(told, wishes):
    """Steps that were taken, goals reached in part, wishes that came true."""
    steps = [step for of_goal in told.steps.values() for step in of_goal]
    small = [
        Milestone(one.state_on, day(one.state_on), one.title, "footprints")
        for one in steps
        if one.state in (GoalState.REACHED, GoalState.PARTLY)
    ]
    small += [
        Milestone(goal.state_on, day(goal.state_on), _("“%(goal)s”: a part of it") % {"goal": goal.title}, "sprout")
        for goal in told.goals
        if goal.state == GoalState.PARTLY
    ]
    return small + [
        Milestone(one["state_on"], one["state_day"], one["text"], "heart")
        for one in wishes
        if one["state"] == "FULFILLED"
    ]


def _turns(told):
    """Where a goal rested, went another way or was taken up again; in kind words, and never why."""
    turns = []
    for goal in told.all():
        versions = told.versions.get(goal.pk, ())
        facts = {one.version: one.facts for one in versions}
        facts[goal.version] = {"title": goal.title, "state": goal.state, "state_on": goal.state_on}
        for version in versions:
            before, after = version.facts, facts.get(version.version + 1)
            text, icon = _turn(before, after) if after else ("", "")
            if text:
                on = _date(after["state_on"])
                turns.append(Milestone(on, day(on), text, icon))
    return turns


def _turn(before, after) -> tuple[str, str]:
    was, now = GoalState(before["state"]), GoalState(after["state"])
    goal = {"goal": after["title"], "before": before["title"]}
    if before["title"] != after["title"] and was.is_running:
        return _("“%(before)s” has become “%(goal)s”.") % goal, "signpost"
    if was == now:
        return "", ""
    if now == GoalState.PAUSED:
        return _("“%(goal)s” rests for now. A rest is part of the way.") % goal, "pause"
    if now == GoalState.DROPPED:
        return _("“%(goal)s” was laid aside. That makes room for something else.") % goal, "leaf"
    if was in RESTING and now.is_running:
        return _("“%(goal)s” was taken up again.") % goal, "sprout"
    if now == GoalState.ADJUSTED:
        return _("“%(goal)s” goes on in another way.") % goal, "signpost"
    return "", ""


def _pauses(dated, today):
    """A time without contact was agreed on, and is over or goes on."""
    return [
        Milestone(
            one.begun,
            day(one.begun),
            _("A pause until %(day)s, and back again.") % {"day": day(one.ended)}
            if one.ended and one.ended <= today
            else _("A pause."),
            "pause",
        )
        for one in dated.pauses
        if one.begun <= today
    ]


def _next(goal, told) -> dict:
    return {
        "title": goal.title,
        "target": day(goal.target_on),
        "her_part": goal.her_part,
        "our_part": goal.our_part,
        "steps": [
            {"title": step.title, "is_reached": step.state == GoalState.REACHED}
            for step in told.steps.get(goal.pk, ())
            if step.state == GoalState.REACHED or GoalState(step.state).is_running
        ],
    }


def _review(review) -> str:
    """The day of the next evaluation talk; one that is overdue is nothing to be read out."""
    return pgettext("evaluation talk", "soon") if review["is_due"] else review["due"]


def _outcomes(dated) -> list[tuple[Theme | None, Milestone]]:
    """(protected theme or None, what came about), without what says anything about sex work."""
    group_of = {key: group for group in OUTCOMES for key in keys_in_group("outcome", group)}
    return [
        (PROTECTED_OUTCOMES.get(group), Milestone(one.begun, day(one.begun), str(OUTCOMES[group]), "star"))
        for one in dated.outcomes
        if (group := group_of.get(one.code))
    ]


def _protected(goals, states, outcomes, chosen) -> list[dict]:
    """The protected themes about which there is something to show, each with its place among all themes as its key.

    The key stands in the address, so it is no word.
    """
    held = {Theme(goal.theme) for goal in goals if goal.theme}
    held |= {theme for theme, (state, *_dates) in states.items() if state in SETTLED_STATES}
    held |= {theme for theme, _one in outcomes if theme}
    return [
        {"key": key, "label": capitalised(str(theme.label)), "is_chosen": theme in chosen}
        for key, theme in enumerate(Theme)
        if theme in RESTRICTED & held
    ]


def themes_at(keys) -> set[Theme]:
    """The themes that keys of `protected` name; what is no such key names none."""
    themes = list(Theme)
    return {themes[int(key)] for key in keys if key.isdecimal() and len(key) < 3 and int(key) < len(themes)}


def _latest_first(milestones):
    return sorted(milestones, key=lambda one: one.on, reverse=True)


def _date(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
