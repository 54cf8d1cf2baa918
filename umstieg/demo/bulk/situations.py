"""Where the clients of the bulk part stand: themes, homes, incomes, wishes, goals and when these are looked at again.

Each case draws from its own number, so that what is told beside stays as it was.
"""

import datetime
import random

from cases import models as cases
from cases.enums import GoalState
from cases.models.goal import REVIEW_MONTHS
from cases.services import correcting
from cases.services.goal import FACTS
from umstieg.agenda.intervals import months_later
from umstieg.guide.enums import Theme, ThemeState

from ..goals import GOALS, WISHES

WITH_THEMES, WITH_ENTRIES, WITH_GOALS = 0.8, 0.5, 0.6  # of the running cases
DAYS = (200, 120, 60, 20, 6)
HOMES = (("wg", False), ("bei_bekannten", True), ("notunterkunft", True), ("eigen_miete", False))
INCOMES = ("minijob", "sv_teilzeit", "partner_familie")
INSURANCES = ("gkv_job", "gkv_sgb2", "nicht_versichert")
STATES = (GoalState.OPEN, GoalState.IN_PROGRESS, GoalState.REACHED, GoalState.PAUSED)
NOT_NOW = "Gerade ist anderes dringender"


def lay_out_situation(case, batch, desk) -> None:
    """Add to the batch of a running case what is known of its situation, as the services would have written it."""
    rng = random.Random(case.number)
    if rng.random() < WITH_THEMES:
        _themes(case, batch, desk, rng)
    if rng.random() < WITH_ENTRIES:
        _entries(case, batch, desk, rng)
    if rng.random() < WITH_GOALS:
        _goals(case, batch, desk, rng)


def _since(case, desk, days):
    return max(case.opened_on, desk.today - datetime.timedelta(days=days))


def _themes(case, batch, desk, rng):
    held = {}
    for theme in rng.sample(list(Theme), rng.randint(3, 7)):
        state, since_on = rng.choice(list(ThemeState)), _since(case, desk, rng.choice(DAYS))
        batch.add(cases.ThemeEntry(case=case, theme=theme, state=state, since_on=since_on, noted_by=desk.counsellor))
        held[theme.value] = [state.value, since_on.isoformat(), since_on.isoformat()]
    batch.add(cases.Situation(case=case, themes=held))


def _entries(case, batch, desk, rng):
    """Entries that end on no day: nobody has to be reminded of them."""
    since_on = _since(case, desk, rng.choice(DAYS))
    home, is_temporary = rng.choice(HOMES)
    noted = {"case": case, "noted_by": desk.counsellor}
    batch.add(
        cases.Dwelling(kind=home, is_temporary=is_temporary, started_on=since_on, **noted),
        cases.Income(source=rng.choice(INCOMES), started_on=since_on, **noted),
        cases.Insurance(insurance=rng.choice(INSURANCES), since_on=since_on, **noted),
    )


def _goals(case, batch, desk, rng):
    by, agreed_on = desk.counsellor, _since(case, desk, rng.choice((110, 70, 28)))
    batch.add(cases.Wish(case=case, text=rng.choice(WISHES), stated_on=agreed_on, created_by=by))
    for title, theme in rng.sample(GOALS, rng.randint(1, 3)):
        goal = batch.add(
            cases.Goal(case=case, title=title, theme=theme, agreed_on=agreed_on, state_on=agreed_on, created_by=by)
        )
        state = rng.choice(STATES)
        if state != GoalState.OPEN:
            _moves(goal, state, batch, desk, rng)
    due_on = months_later(agreed_on, REVIEW_MONTHS)
    batch.add(cases.ReviewPlan(case=case, months=REVIEW_MONTHS, last_on=agreed_on, due_on=due_on))


def _moves(goal, state, batch, desk, rng):
    """How it stood before is kept, with the reason where one is asked for."""
    batch.add(
        cases.GoalVersion(
            goal=goal,
            version=goal.version,
            facts=correcting.facts_of(goal, FACTS),
            reason=NOT_NOW if state.needs_reason else "",
            replaced_by=desk.counsellor,
        )
    )
    on = goal.agreed_on + (desk.today - goal.agreed_on) * rng.random()
    batch.change(goal, state=state.value, state_on=on, version=goal.version + 1)
