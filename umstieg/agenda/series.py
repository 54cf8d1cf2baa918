"""The days of a series of appointments."""

import datetime
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from .enums import Every

STEP = {
    Every.WEEK: relativedelta(weeks=1),
    Every.TWO_WEEKS: relativedelta(weeks=2),
    Every.FOUR_WEEKS: relativedelta(weeks=4),
    Every.MONTH: relativedelta(months=1),
}
MOST = 52


def days_of(first: datetime.date, every: str) -> Iterator[datetime.date]:
    """First day, then one after each step, without end. A month without the 31st gives its last day."""
    number = 0
    while True:
        yield first + STEP[every] * number
        number += 1


def at_the_same_time(day: datetime.date, like: datetime.datetime) -> datetime.datetime:
    """The moment on `day` at which the clock shows what it shows at `like`, whatever summer time does."""
    local = timezone.localtime(like)
    naive = datetime.datetime.combine(day, local.time().replace(second=0, microsecond=0))
    moment = timezone.make_aware(naive)
    return moment.astimezone(datetime.UTC).astimezone(moment.tzinfo)  # a time the clock leaps over moves on
