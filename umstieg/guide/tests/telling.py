"""Short ways for tests to set up a case and to ask its picture."""

from umstieg.guide.engine import picture
from umstieg.guide.enums import Theme, ThemeState
from umstieg.guide.facts import Facts

OPEN, SETTLED, NO_ISSUE = ThemeState.UNCLEAR, ThemeState.SETTLED, ThemeState.NO_ISSUE


def states(open_=(), settled=(), not_asked=()):
    """States of a case: everything not named is no issue."""
    found = dict.fromkeys(Theme, NO_ISSUE) | dict.fromkeys(open_, OPEN) | dict.fromkeys(settled, SETTLED)
    return {theme: state for theme, state in found.items() if theme not in not_asked}


def picture_of(open_=(), settled=(), not_asked=(), **facts):
    return picture(states(open_, settled, not_asked), Facts(**facts))


def waits(shown, theme):
    """{edge id: themes of which one is missing, and whether it is sure}."""
    return {one.edge.id: (set(one.missing), one.sure) for one in shown.themes[theme].waits_for}


def ways(shown, theme):
    return {(one.edge.id, one.through): one.state for one in shown.themes[theme].ways}


def brings(shown, theme):
    return {one.edge.id: one.sure for one in shown.themes[theme].brings}
