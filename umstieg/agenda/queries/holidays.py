"""Public holidays of a Land, with their names."""

import datetime
from functools import cache

import holidays
from django.utils.translation import get_language


def holidays_of(land: str, year: int) -> dict[datetime.date, str]:
    """{day: name} of a year. Without a Land those that hold in the whole country."""
    return _named(land, year, "de" if (get_language() or "de")[:2] == "de" else "en_US")


def holiday_on(land: str, day: datetime.date) -> str:
    """The name of the public holiday on a day, or ""."""
    return holidays_of(land, day.year).get(day, "")


@cache
def _named(land, year, language):
    return dict(holidays.country_holidays("DE", subdiv=land or None, years=year, language=language).items())
