"""How dates and spans read in lists; made in Python because templates would do it much slower."""

from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def day(value) -> str:
    """A date: "23.11.2026" in German."""
    return _formatted(value, "SHORT_DATE_FORMAT", get_language()) if value else ""


def moment(value, *, seconds=False) -> str:
    """A date with time, local: "23.11.2026, 10:30"."""
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M:%S}" if seconds else f"{day(local.date())}, {local:%H:%M}"


def weekday_and_day(value, today) -> str:
    """A recent date with its weekday, "Mo 23.11."; of another year "23.11.2025"."""
    if value.year != today.year:
        return day(value)
    # Translators: format of a date without year, in the letters of Django's date filter.
    without_year = _("m/d")
    language = get_language()
    return f"{_formatted(value, 'D', language)} {_formatted(value, without_year, language)}"


@lru_cache(maxsize=5000)
def _formatted(date, how, language):
    """The same few dates stand on all pages, and Django takes long for each."""
    return date_format(date, how)


def days_ago(value, today) -> str:
    """ "heute", "gestern", "vor 12 Tagen"; "" for None."""
    if value is None:
        return ""
    days = (today - value).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def duration(minutes) -> str:
    """ "90 min"."""
    return _("%(minutes)s min") % {"minutes": minutes} if minutes else ""


def capitalised(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def euro(value) -> str:
    """An amount: "4.800,00 €" in German, with a true minus before one that is missing; "" for None."""
    if value is None:
        return ""
    return f"{number_format(value, 2, use_l10n=True, force_grouping=True)}\u00a0€".replace("-", "\u2212")
