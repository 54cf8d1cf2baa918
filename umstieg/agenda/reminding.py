"""When to remind of a day: so many days before it, each time once. Whole days, so clocks and months do not matter."""

import datetime


def next_reminder(ends_on, steps, *, after) -> datetime.date | None:
    """The first reminder later than `after`, one of `steps` days before `ends_on`; None when none is left."""
    days = (ends_on - datetime.timedelta(days=step) for step in steps)
    return min((day for day in days if day > after), default=None)


def first_reminder(ends_on, steps, *, today) -> datetime.date | None:
    """The first reminder of a day noted today, today or later: what lies behind is not caught up with, but nothing
    ends unsaid."""
    return next_reminder(ends_on, steps, after=today - datetime.timedelta(days=1)) or (
        today if ends_on >= today else None
    )
