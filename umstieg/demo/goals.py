"""What the clients of the Ankerhof have agreed on, so that their goals and "Mein Weg" have something to show."""

import datetime
import random

from cases.enums import GoalState, WishKind
from cases.services.goal import agree_on_goals, change_goal, note_goal_state, note_wish
from umstieg.audit.recording import recording
from umstieg.guide.enums import Theme

MOST_CASES = 45
AGREED_DAYS_AGO = (150, 110, 70, 28)
WISHES = (
    "Eine eigene Tür, die ich zumachen kann.",
    "Tagsüber arbeiten und nachts schlafen.",
    "Mit meiner Schwester telefonieren, ohne zu rechnen.",
    "Etwas mit Menschen, vielleicht Pflege.",
)
GOALS = (
    ("Beim Bürgeramt einen Termin machen", Theme.REGISTERED_ADDRESS),
    ("Einen Kontoauszug verstehen", Theme.BUDGET),
    ("Den Antrag auf Leistungen abgeben", Theme.BENEFITS),
    ("Einmal in der Woche Deutsch üben", Theme.GERMAN),
    ("Drei Wohnungen anschauen", Theme.FLAT),
    ("Den Lebenslauf anfangen", Theme.WORK),
)


def lay_out_goals(*, cases, featured, house, today, seed) -> None:
    """`cases` are (plan, case) of running ones; `featured` is the pseudonym whose goals are told in her notes."""
    rng = random.Random(seed)
    for plan, case in sorted(cases, key=lambda pair: pair[0].client.pseudonym != featured)[:MOST_CASES]:
        by = house.users[plan.counsellor]
        with recording(actor=by):
            if plan.client.pseudonym == featured:
                _of_mara(case, by, today)
            else:
                _of_somebody(case, by, max(plan.opened_on, _ago(today, rng.choice(AGREED_DAYS_AGO))), rng)


def _of_mara(case, by, today):
    """As her notes tell it: three goals, agreed on in the evaluation talk four weeks ago."""
    on = _ago(today, 28)
    note_wish(
        case=case,
        text="Ein Konto auf meinen Namen. Und später mit Pflanzen arbeiten, nicht nachts.",
        horizon="LATER",
        stated_on=on,
        by=by,
    )
    note_wish(case=case, text="Ich bin pünktlich, und ich gebe nicht auf.", kind=WishKind.RESOURCE, stated_on=on, by=by)
    goals = (
        {
            "title": "Ein Konto auf meinen Namen",
            "theme": Theme.ACCOUNT,
            "her_part": "Pass und Brief der Krankenkasse mitbringen",
            "our_part": "Termin bei der Bank, mit Sprachmittlung hingehen",
            "target_on": today + datetime.timedelta(days=10),
        },
        {"title": "Ein sicherer Platz zum Schlafen", "theme": Theme.SHELTER},
        {"title": "Jeden Tag Deutsch lernen", "theme": Theme.GERMAN},
    )
    account, shelter, german = agree_on_goals(case=case, goals=goals, agreed_on=on, by=by)
    steps = [{"title": title, "theme": Theme.ACCOUNT} for title in ("Pass abholen", "Termin bei der Bank")]
    first, _second = agree_on_goals(case=case, goals=steps, parent=account, agreed_on=on, by=by)
    note_goal_state(goal=account, state=GoalState.IN_PROGRESS, on=_ago(today, 20), by=by)
    note_goal_state(goal=first, state=GoalState.REACHED, on=_ago(today, 12), by=by)
    note_goal_state(goal=shelter, state=GoalState.REACHED, on=_ago(today, 17), by=by)
    change_goal(
        goal=german,
        title="Zweimal in der Woche Deutsch lernen",
        reason="Jeden Tag war neben den Terminen zu viel",
        by=by,
    )


def _of_somebody(case, by, on, rng):
    note_wish(case=case, text=rng.choice(WISHES), stated_on=on, by=by)
    goals = [{"title": title, "theme": theme} for title, theme in rng.sample(GOALS, rng.randint(1, 3))]
    for goal in agree_on_goals(case=case, goals=goals, agreed_on=on, by=by):
        state = rng.choice((GoalState.OPEN, GoalState.IN_PROGRESS, GoalState.REACHED, GoalState.PAUSED))
        reason = "Gerade ist anderes dringender" if state == GoalState.PAUSED else ""
        note_goal_state(goal=goal, state=state, reason=reason, by=by)


def _ago(today, days):
    return today - datetime.timedelta(days=days)
