"""How the time of an entry is told in a card."""

from django.utils.translation import gettext as _

from umstieg.core.formats import day


def span(started_on, ended_on) -> str:
    """ "seit 1.3.2026" or "1.3.2026 bis 4.5.2026"."""
    if ended_on:
        return _("%(begun)s to %(ended)s") % {"begun": day(started_on), "ended": day(ended_on)}
    return _("since %(day)s") % {"day": day(started_on)}
