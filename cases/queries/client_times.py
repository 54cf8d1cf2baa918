"""A client's times ready to print: "Mo–Fr 08:00–12:00"."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _


@dataclass
class Times:
    """One time of a client. `id` is for the address of its removal."""

    id: int
    text: str
    is_blocked: bool


def client_times(client) -> list[Times]:
    """Preferred times first, in the order of the week."""
    rows = sorted(client.times.all(), key=lambda row: (row.is_blocked, row.weekdays, row.begins))
    return [Times(row.pk, times_text(row), row.is_blocked) for row in rows]


def times_text(row) -> str:
    """ "Mo–Mi, Fr 08:00–12:00"."""
    return _("%(days)s %(begins)s–%(ends)s") % {
        "days": days_text(row.weekdays),
        "begins": row.begins,
        "ends": row.ends,
    }


def days_text(weekdays) -> str:
    """Weekdays in short; three and more in a row as a span."""
    runs, names = [], [str(WEEKDAYS_ABBR[day]) for day in range(7)]
    for day in sorted(weekdays):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        parts += [f"{names[run[0]]}–{names[run[-1]]}"] if len(run) > 2 else [names[day] for day in run]
    return ", ".join(parts)
