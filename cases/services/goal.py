"""Wishes and goals: noted as she says them, agreed on together, changed as often as life does (113-06, 114-06, 122-01).

Nothing is overwritten: how a goal read or stood before is kept as a version. No goal is a condition of anything.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import GoalState, WishKind, WishState
from cases.models import Goal, GoalVersion, Wish
from umstieg.audit.recording import act
from umstieg.core.errors import ConflictError, DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts

from . import correcting
from .review import reckon_review
from .working import must_be_running

WORDING = ("title", "her_part", "our_part")
# What an earlier version keeps.
FACTS = (*WORDING, "theme", "target_on", "state", "state_on")


# --- wishes ------------------------------------------------------------------------------------------


def note_wish(*, case, text, by, kind=WishKind.WISH, horizon="", stated_on=None) -> Wish:
    """What she wishes for, or what she can do, in her own words (122-01, KP-5)."""
    with act("wish.noted", by=by, object_id=case.pk) as done:
        done.about(case.number)
        must_be_running(case)
        wish = Wish(case=case, text=text, kind=kind, horizon=horizon, created_by=by)
        wish.stated_on = stated_on or timezone.localdate()
        _not_ahead(wish.stated_on, "stated_on")
        check_and_save(wish)
    return wish


def change_wish(*, wish, by, seen=None, **facts) -> Wish:
    """Change its words, or note that it came true or is none any more. `seen`: see `core.meanwhile`."""
    with act("wish.changed", by=by, object_id=wish.case_id) as done:
        done.about(wish.case.number)
        must_be_running(wish.case)
        wish = Wish.objects.select_for_update(of=("self",)).select_related("case").get(pk=wish.pk)
        if changed := set_facts(wish, still_to_change(wish, facts, seen)):
            _not_ahead(wish.stated_on, "stated_on")
            if "state" in changed:
                wish.state_on = None if wish.state == WishState.WISHED else timezone.localdate()
                changed.append("state_on")
            check_and_save(wish, only=changed)
    return wish


def remove_wish(*, wish, by) -> None:
    """Take away what was noted by mistake."""
    with act("wish.removed", by=by, object_id=wish.case_id) as done:
        done.about(wish.case.number)
        must_be_running(wish.case)
        wish.delete()


# --- goals -------------------------------------------------------------------------------------------


def agree_on_goals(*, case, goals, by, parent=None, agreed_on=None) -> list[Goal]:
    """Agree on one goal or several at a stroke; with `parent` they are steps on the way to it, one level deep.

    `goals` are dicts with title and, if given, her_part, our_part, theme, target_on.
    """
    with act("goal.agreed", by=by, object_id=case.pk) as done:
        done.about(case.number)
        must_be_running(case)
        if parent is not None and (parent.parent_id or parent.case_id != case.pk):
            raise DomainError(_("A step leads to a goal, not to another step."))
        on = agreed_on or timezone.localdate()
        _not_ahead(on, "agreed_on")
        agreed = [Goal(case=case, parent=parent, agreed_on=on, state_on=on, created_by=by, **facts) for facts in goals]
        for goal in agreed:
            check_and_save(goal)
        reckon_review(case)
    return agreed


def change_goal(*, goal, by, reason="", seen=None, **facts) -> Goal:
    """Change what was agreed on. How it read before is kept; without any change nothing is written.

    Other words are an adjustment: it asks for a reason, and a running goal is then called changed. What was left open
    and is filled in, a theme or another day is none.
    """
    with act("goal.changed", by=by, object_id=goal.case_id) as done:
        goal = _locked(goal, done)
        facts = still_to_change(goal, facts, seen)
        reworded = [name for name in WORDING if getattr(goal, name) not in ("", facts.get(name, getattr(goal, name)))]
        if reworded:
            _must_have(reason)
            if GoalState(goal.state).is_running:
                facts |= {"state": GoalState.ADJUSTED.value, "state_on": max(timezone.localdate(), goal.agreed_on)}
        _keep_version(goal, facts, by=by, reason=reason)
    return goal


def note_goal_state(*, goal, state, by, on=None, reason="") -> Goal:
    """How a goal stands since a day (today). Changed, paused or dropped asks for a reason; reached does not."""
    with act("goal.state_noted", by=by, object_id=goal.case_id) as done:
        goal = _locked(goal, done)
        if state not in GoalState.values:
            raise DomainError(_("Please choose a state."), field="state")
        on = on or timezone.localdate()
        _not_ahead(on, "state_on")
        if state == goal.state and not reason.strip():
            return goal
        if GoalState(state).needs_reason:
            _must_have(reason)
        _keep_version(goal, {"state": str(state), "state_on": on}, by=by, reason=reason)
    return goal


def take_back(*, goal, version, by) -> Goal:
    """Undo the last change of a goal: on the same day, by whoever made it, as long as nothing else was changed.

    `version` is the id of the row that keeps how it was before that change: numbers are given again after an undo.
    """
    with act("goal.taken_back", by=by, object_id=goal.case_id) as done:
        goal = _locked(goal, done)
        last = goal.versions.order_by("-version").first()
        is_last = last is not None and version == last.pk and goal.version == last.version + 1
        if not is_last or last.replaced_by_id != by.pk or not _is_of_today(last.replaced_at):
            raise ConflictError(_("This can no longer be undone. The state can be changed at any time."))
        for name, value in last.facts.items():
            field = Goal._meta.get_field(name)
            setattr(goal, name, field.to_python(value))
        goal.version = last.version
        check_and_save(goal)
        last.delete()
    return goal


def remove_goal(*, goal, by) -> None:
    """Take away a goal that was entered by mistake: one that was never changed and has no steps."""
    with act("goal.removed", by=by, object_id=goal.case_id) as done:
        goal = _locked(goal, done)
        if not is_removable(goal):
            raise DomainError(_("This goal has a history and stays. It can be dropped, with a reason."))
        case = goal.case
        goal.delete()
        reckon_review(case)


def is_removable(goal) -> bool:
    """Whether nothing hangs on a goal yet."""
    return goal.version == 1 and not goal.interim_goals.exists()


def _keep_version(goal, facts, *, by, reason):
    earlier = GoalVersion(
        goal=goal,
        version=goal.version,
        facts=correcting.facts_of(goal, FACTS),
        reason=reason,
        replaced_by=by,
    )
    correcting.correct(goal, facts, earlier, check=_check)


def _check(goal):
    if goal.target_on and goal.target_on < goal.agreed_on:
        raise DomainError(_("The day it is wanted by lies before the agreement."), field="target_on")
    if goal.state_on < goal.agreed_on:
        raise DomainError(_("This day lies before the agreement."), field="state_on")


def _locked(goal, done):
    """The goal held until the end, with its case, in which something may be written."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("case").get(pk=goal.pk)
    must_be_running(goal.case)
    done.about(goal.case.number)
    return goal


def _must_have(reason):
    if not reason.strip():
        raise DomainError(_("Please say why in a few words: later it helps to understand the way."), field="reason")


def _not_ahead(day, field):
    if day > timezone.localdate():
        raise DomainError(_("This date lies in the future."), field=field)


def _is_of_today(at: datetime.datetime) -> bool:
    return timezone.localtime(at).date() == timezone.localdate()
