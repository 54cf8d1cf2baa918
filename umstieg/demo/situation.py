"""Where the clients of the Ankerhof stand, so that the board and the picture have something to show."""

import datetime
import random

from cases.services.situation import note_theme
from umstieg.audit.recording import recording
from umstieg.guide.enums import Theme, ThemeState

MOST_CASES = 84  # all that run, as long as the centre has its usual size
DAYS = (200, 120, 60, 20, 6)
# Mara has a place for a time and a postal address with us, and waits for the registered one.
MARA = {
    Theme.RESIDENCE: ThemeState.SETTLED,
    Theme.POSTAL_ADDRESS: ThemeState.SETTLED,
    Theme.SHELTER: ThemeState.SETTLED_FOR_NOW,
    Theme.REGISTERED_ADDRESS: ThemeState.URGENT,
    Theme.ACCOUNT: ThemeState.IN_PROGRESS,
    Theme.TAX_ID: ThemeState.UNCLEAR,
    Theme.BENEFITS: ThemeState.UNCLEAR,
    Theme.INSURANCE: ThemeState.UNCLEAR,
    Theme.GERMAN: ThemeState.IN_PROGRESS,
    Theme.WORK: ThemeState.UNCLEAR,
    Theme.FLAT: ThemeState.UNCLEAR,
}


def lay_out_situations(*, cases, featured, house, today, seed) -> None:
    """`cases` are (plan, case) of running ones; `featured` is the pseudonym whose picture is drawn by hand."""
    rng = random.Random(seed)
    for plan, case in sorted(cases, key=lambda pair: pair[0].client.pseudonym != featured)[:MOST_CASES]:
        by = house.users[plan.counsellor]
        with recording(actor=by):
            for theme, state in _states(plan, featured, rng).items():
                on = max(plan.opened_on, today - datetime.timedelta(days=rng.choice(DAYS)))
                note_theme(case=case, theme=theme, state=state, since_on=on, by=by)


def _states(plan, featured, rng):
    if plan.client.pseudonym == featured:
        return MARA
    return {theme: rng.choice(list(ThemeState)) for theme in rng.sample(list(Theme), rng.randint(3, 9))}
