"""Wishes and goals in the world of the walkers: placed, marked word by word, and talked about by somebody who types."""

import datetime

from django.urls import reverse
from django.utils import timezone

from cases.models import Goal, GoalVersion, ReviewPlan, Wish
from cases.services.goal import agree_on_goals, change_goal, note_wish
from umstieg.access.enums import Part
from umstieg.guide.enums import Theme

IMPOSSIBLE = "2026-02-31"

# See `marked`. Of goals whose theme is not specially protected; for the others cases/tests/test_goal_room.py.
FIELDS = {
    Goal: dict.fromkeys(("title", "her_part", "our_part"), Part.NOTES),
    GoalVersion: {"facts": Part.NOTES, "reason": Part.NOTES},
    Wish: {"text": Part.NOTES},
    ReviewPlan: {},
}
SAY_NOTHING = {
    Goal: {
        "id",
        "case",
        "parent",
        "theme",
        "state",
        "state_on",
        "target_on",
        "agreed_on",
        "version",
        "created_at",
        "created_by",
    },
    GoalVersion: {"id", "goal", "version", "replaced_at", "replaced_by"},
    Wish: {"id", "case", "kind", "horizon", "stated_on", "state", "state_on", "created_at", "created_by"},
    ReviewPlan: {"id", "case", "months", "last_on", "due_on"},  # due_on is a fact, see cases/tests/test_goal_room.py
}


def place_goals(case, **words) -> dict:
    """A wish and a goal with a step, by the contact person; their ids."""
    by = case.counsellor
    goal = {"title": words.get("title", "Ziel"), "theme": Theme.ACCOUNT}
    goal |= {part: words.get(part, "") for part in ("her_part", "our_part")}
    (agreed,) = agree_on_goals(case=case, goals=[goal], by=by)
    agree_on_goals(case=case, goals=[{"title": "Schritt"}], parent=agreed, by=by)
    return {"goal": agreed.pk, "wish": note_wish(case=case, text=words.get("wish", "Wunsch"), by=by).pk}


def mark_goals(case, word) -> dict:
    """The same, each text with a word of its own from `word(field, said)`; the goal reads otherwise than before."""
    ids = place_goals(
        case,
        title=word("GoalVersion.facts", "zielalt"),
        her_part=word("Goal.her_part", "ihrteil"),
        our_part=word("Goal.our_part", "unserteil"),
        wish=word("Wish.text", "wunsch"),
    )
    change_goal(
        goal=Goal.objects.get(pk=ids["goal"]),
        by=case.counsellor,
        title=word("Goal.title", "ziel"),
        reason=word("GoalVersion.reason", "zielgrund"),
    )
    return ids


def type_goals(hands, case) -> str:
    """Every form about wishes and goals, refused and accepted; gives what the page shows that is turned to her.

    `hands` submits forms: `submit(address, **changes)`, and `submit_both_ways`, first with something wrong.
    """

    def at(name, **more):
        return reverse(f"cases:{name}", kwargs={"pk": case.pk, **more})

    def both(address, wrong, **changes):
        hands.submit_both_ways(address, wrong={wrong: IMPOSSIBLE}, **changes)

    soon = f"{timezone.localdate() + datetime.timedelta(days=7)}"
    agreed = {"agreed_on": "2026-05-01"}
    both(at("wish_create"), "stated_on", stated_on="2026-05-01")
    both(at("goal_create"), "agreed_on", theme="ACCOUNT", target_on=soon, **agreed)
    both(at("small_goals"), "agreed_on", **agreed)
    goal, wish = Goal.objects.filter(case=case).earliest("created_at"), case.wishes.get()
    hands.submit(at("goal_steps", goal=goal.pk), **agreed)
    both(at("goal_change", goal=goal.pk), "target_on", theme="ACCOUNT", target_on=soon)
    both(at("goal_state", goal=goal.pk), "state_on", state="PAUSED", state_on="2026-06-01")
    hands.submit(at("wish_change", wish=wish.pk), stated_on="2026-05-02")
    return hands.browser.get(at("my_way"), {"zeigen": "x"}).content.decode()
