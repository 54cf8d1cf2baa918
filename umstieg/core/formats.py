"""How dates and spans read in lists; made in Python because templates would do it much slower."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def day(value) -> str:
    """A date: "23.11.2026" in German."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


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
    return f"{date_format(value, 'D')} {date_format(value, without_year)}"


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
