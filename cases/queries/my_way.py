"""Mein Weg: what was reached, the turns on the way, what comes next; fit to be turned to the client (114-05, 114-07).

Nothing about sex work stands on it, no reason, no note, no name of a colleague. What is specially protected stands on
it only where the reader has chosen its theme; a free text is shown as it was agreed on with her. The words of the page
itself are `cases.printouts.WAY`, in the language that was chosen for her.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from cases.enums import GoalState, WishKind
from cases.printouts import WAY
from umstieg.access.enums import Part
from umstieg.centre.queries import unchecked_languages
from umstieg.codelists.queries import keys_in_group
from umstieg.core.formats import capitalised
from umstieg.core.shown import Shown
from umstieg.guide.enums import RESTRICTED, SETTLED_STATES, Theme

from .goal import goal_rows, review_of, tell, wishes_of
from .situation import states_of

#: The leaving itself is no theme of a page that others may catch sight of.
NEVER = frozenset({Theme.CHANGE})
#: Groups of outcomes that stand on the page, in words of its own: the labels of the list are the centre's to change.
OUTCOMES = (
    *("employment", "minor_employment", "training", "self_employment", "qualification", "language_course"),
    *("benefits", "housing", "health_insurance", "residence", "debts", "stabilisation"),
)
PROTECTED_OUTCOMES = {"health_insurance": Theme.INSURANCE, "residence": Theme.RESIDENCE}
RESTING = (GoalState.PAUSED, GoalState.DROPPED, GoalState.REACHED)


@dataclass
class Milestone(Shown):
    """Something on the way, ready to print. `is_hers`: said as it was agreed on, not in the words of the page."""

    on: datetime.date
    day: str
    text: str
    icon: str
    is_hers: bool = False


class Words:
    """The words of the page in one language."""

    def __init__(self, language):
        self.said = WAY.words[language]

    def __call__(self, key, **facts) -> str:
        return self.said[key].format(**facts)

    def day(self, on) -> str:
        return on.strftime(self.said["date"]) if on else ""

    def milestone(self, on, icon, key="", *, hers="", **facts) -> Milestone:
        return Milestone(on, self.day(on), hers or self(key, **facts), icon, is_hers=bool(hers))


def asked_language(asked) -> str:
    """The language that is asked for; where none or no such is, the one the product speaks at the moment."""
    spoken = (get_language() or "de")[:2]
    return next(one for one in (asked, spoken, "de") if one in WAY.words)


def my_way(case, file, *, language="de", chosen=frozenset(), today=None) -> dict:
    """The page; `chosen` are the protected themes that are to stand on it, for a reader who may see them."""
    today, words = today or timezone.localdate(), Words(language)
    reads_all = file.part >= Part.RESTRICTED
    chosen = RESTRICTED & frozenset(chosen) if reads_all else frozenset()
    rows, states, outcomes = goal_rows(case), states_of(case, file.part), _outcomes(file.history, words)
    told = tell(rows, (RESTRICTED - chosen) | NEVER)
    wishes = [one for one in wishes_of(case) if one["kind"] == WishKind.WISH]
    settled = [
        words.milestone(since, "check", "settled", theme=words(theme.value))
        for theme, (state, since, _checked) in states.items()
        if state in SETTLED_STATES and theme not in NEVER and (theme not in RESTRICTED or theme in chosen)
    ]
    came_about = [one for theme, one in outcomes if theme is None or theme in chosen]
    return {
        "words": words.said,
        **_languages(language),
        "reached": _latest_first(_reached(told.goals, words) + settled + came_about),
        "small": _latest_first(_small(told, wishes, words)),
        "turns": _latest_first(_turns(told, words) + _pauses(file.history, today, words)),
        "next": [_next(goal, told, words) for goal in told.goals if GoalState(goal.state).is_running],
        "wishes": [one["text"] for one in wishes if one["stands"]],
        "review": _review(review_of(case, today), words),
        "appointment": _moment(case.next_at, words),
        "protected": _protected(rows[0], states, outcomes, chosen) if reads_all else [],
    }


def _languages(language) -> dict:
    """In which language it speaks, which there are, and what says that nobody has read these words yet."""
    unchecked = unchecked_languages(WAY)
    return {
        "language": language,
        "languages": [
            {"key": key, "name": said["name"], "is_unchecked": key in unchecked} for key, said in WAY.words.items()
        ],
        "unchecked": WAY.said_unchecked(language) if language in unchecked else "",
    }


def _reached(goals, words):
    return [
        words.milestone(goal.state_on, "star", hers=goal.title) for goal in goals if goal.state == GoalState.REACHED
    ]


def _small(told, wishes, words):
    """Steps that were taken, goals reached in part, wishes that came true."""
    steps = [step for of_goal in told.steps.values() for step in of_goal]
    small = [
        words.milestone(one.state_on, "footprints", hers=one.title)
        for one in steps
        if one.state in (GoalState.REACHED, GoalState.PARTLY)
    ]
    small += [
        words.milestone(goal.state_on, "sprout", "partly", goal=goal.title)
        for goal in told.goals
        if goal.state == GoalState.PARTLY
    ]
    return small + [
        words.milestone(one["state_on"], "heart", hers=one["text"]) for one in wishes if one["state"] == "FULFILLED"
    ]


def _turns(told, words):
    """Where a goal rested, went another way or was taken up again; in kind words, and never why."""
    turns = []
    for goal in told.all():
        versions = told.versions.get(goal.pk, ())
        facts = {one.version: one.facts for one in versions}
        facts[goal.version] = {"title": goal.title, "state": goal.state, "state_on": goal.state_on}
        for version in versions:
            before, after = version.facts, facts.get(version.version + 1)
            key, icon = _turn(before, after) if after else ("", "")
            if key:
                titles = {"goal": after["title"], "before": before["title"]}
                turns.append(words.milestone(_date(after["state_on"]), icon, key, **titles))
    return turns


def _turn(before, after) -> tuple[str, str]:
    """The key of its words, and its icon."""
    was, now = GoalState(before["state"]), GoalState(after["state"])
    if before["title"] != after["title"] and was.is_running:
        return "became", "signpost"
    if was == now:
        return "", ""
    if now == GoalState.PAUSED:
        return "rests", "pause"
    if now == GoalState.DROPPED:
        return "laid_aside", "leaf"
    if was in RESTING and now.is_running:
        return "taken_up", "sprout"
    if now == GoalState.ADJUSTED:
        return "another_way", "signpost"
    return "", ""


def _pauses(dated, today, words):
    """A time without contact was agreed on, and is over or goes on."""
    return [
        words.milestone(one.begun, "pause", "pause_until", day=words.day(one.ended))
        if one.ended and one.ended <= today
        else words.milestone(one.begun, "pause", "pause")
        for one in dated.pauses
        if one.begun <= today
    ]


def _next(goal, told, words) -> dict:
    return {
        "title": goal.title,
        "target": words("wanted_by", day=words.day(goal.target_on)) if goal.target_on else "",
        "her_part": goal.her_part,
        "our_part": goal.our_part,
        "steps": [
            {"title": step.title, "is_reached": step.state == GoalState.REACHED}
            for step in told.steps.get(goal.pk, ())
            if step.state == GoalState.REACHED or GoalState(step.state).is_running
        ],
    }


def _review(review, words) -> str:
    """The day of the next evaluation talk; one that is overdue is nothing to be read out."""
    return words("soon") if review["is_due"] else words.day(review["due_on"])


def _moment(at, words) -> str:
    """When the next appointment is."""
    return f"{words.day(timezone.localtime(at))}, {timezone.localtime(at):%H:%M}" if at else ""


def _outcomes(dated, words) -> list[tuple[Theme | None, Milestone]]:
    """(protected theme or None, what came about), without what says anything about sex work."""
    group_of = {key: group for group in OUTCOMES for key in keys_in_group("outcome", group)}
    return [
        (PROTECTED_OUTCOMES.get(group), words.milestone(one.begun, "star", f"outcome_{group}"))
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
