"""Day, week and month of a calendar, made ready to print: which days, which entries, which row of the grid."""

import calendar
import datetime
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.queries.agenda import appointments_between, due_days
from umstieg.agenda.queries.holidays import holiday_on

DAY, WEEK, MONTH = VIEWS = ("tag", "woche", "monat")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
SLOT = 30  # minutes a row of the grid stands for; static/css/calendar.css knows 48 rows
FIRST_HOUR, LAST_HOUR = 8, 18  # shown in any case; earlier and later ones only when something is there
IN_A_CELL = 3
MOST_LANES = 6  # as many as static/css/calendar.css knows
SUNDAY = 6


@dataclass
class Entry:
    """One appointment in the grid: the row it begins in, how many rows it takes, its lane among those beside it."""

    row: object
    at: int = 0
    rows: int = 1
    lane: int = 1


@dataclass
class Day:
    """One day of the calendar with what stands in it."""

    date: datetime.date
    is_today: bool
    is_off: bool
    is_outside: bool = False  # of the month before or after
    holiday: str = ""
    due: int = 0
    entries: list[Entry] = field(default_factory=list)
    lanes: int = 1

    @property
    def iso(self):
        return self.date.isoformat()

    @property
    def weekday(self):
        return date_format(self.date, "D")

    @property
    def name(self):
        """ "Montag, 23. November"."""
        return date_format(self.date, "l, j. F")

    @property
    def short(self):
        # Translators: format of a date without year, in the letters of Django's date filter.
        return date_format(self.date, _("m/d"))

    @property
    def first_entries(self):
        return self.entries[:IN_A_CELL]

    @property
    def more(self):
        return max(len(self.entries) - IN_A_CELL, 0)


@dataclass
class CalendarPage:
    """What the page shows, and where its arrows lead. `hours` are those of the grid of a week."""

    view: str
    date: datetime.date
    title: str
    days: list[Day]
    previous: str
    next: str
    today: str
    hours: list[str] = field(default_factory=list)
    now_at: int | None = None  # row of the week's grid that is running
    now: str = ""

    @property
    def has_others(self):
        return any(not entry.row.is_mine for day in self.days for entry in day.entries)

    @property
    def weeks(self):
        return [self.days[at : at + 7] for at in range(0, len(self.days), 7)]

    @property
    def numbers(self):
        """Case numbers of all entries, for the log."""
        return {entry.row.case_number for day in self.days for entry in day.entries if entry.row.case_number}


def chosen(parameters, today) -> tuple[str, datetime.date]:
    """View and day from the parameters of the address; anything unknown becomes this week."""
    view = parameters.get("ansicht")
    try:
        date = datetime.date.fromisoformat(parameters.get("datum", ""))
    except ValueError:
        date = today
    return (view if view in VIEWS else WEEK), min(max(date, FIRST_DAY), LAST_DAY)


def calendar_page(user, *, view, date, today, land="", now=None) -> CalendarPage:
    """The calendar of a person in two statements: appointments, and the days on which tasks are due."""
    start, end = _span(view, date)
    rows = appointments_between(user, start, end)
    has_today = start <= today < end
    due = due_days(user, FIRST_DAY if has_today else start, end)
    if has_today:  # what is overdue is due today, as on Heute and on the page of the day
        due[today] = sum(count for one, count in due.items() if one <= today)
    days = []
    for number in range((end - start).days):
        one = start + datetime.timedelta(days=number)
        holiday = holiday_on(land, one)
        days.append(
            Day(
                date=one,
                is_today=one == today,
                is_off=bool(holiday) or one.weekday() == SUNDAY,
                is_outside=view == MONTH and one.month != date.month,
                holiday=holiday,
                due=due[one],
                entries=[Entry(row) for row in rows if row.day <= one <= _last_day(row)],
            )
        )
    shown = CalendarPage(
        view=view,
        date=date,
        title=_title(view, date, start, end),
        days=days,
        previous=_moved(view, date, -1).isoformat(),
        next=_moved(view, date, 1).isoformat(),
        today=today.isoformat(),
    )
    if view == WEEK:
        _place_in_grid(shown)
        _mark_now(shown, now)
    return shown


def _span(view, date):
    """First day, and first day after."""
    if view == DAY:
        return date, date + datetime.timedelta(days=1)
    if view == WEEK:
        monday = date - datetime.timedelta(days=date.weekday())
        return monday, monday + datetime.timedelta(days=7)
    weeks = calendar.Calendar().monthdatescalendar(date.year, date.month)
    return weeks[0][0], weeks[-1][-1] + datetime.timedelta(days=1)


def _moved(view, date, steps):
    if view == MONTH:
        months = date.year * 12 + date.month - 1 + steps
        date = datetime.date(months // 12, months % 12 + 1, 1)
    else:
        date += datetime.timedelta(days=steps * (7 if view == WEEK else 1))
    return min(max(date, FIRST_DAY), LAST_DAY)


def _title(view, date, start, end):
    if view == DAY:
        return date_format(date, "l, j. F Y")
    if view == MONTH:
        return date_format(date, "F Y")
    last = end - datetime.timedelta(days=1)
    return _("Week %(number)s: %(first)s to %(last)s") % {
        "number": start.isocalendar().week,
        "first": date_format(start, "j. F" if start.year == last.year else "j. F Y"),
        "last": date_format(last, "j. F Y"),
    }


def _last_day(row):
    """The day an appointment ends on; midnight itself still belongs to the day before."""
    return (row.end - datetime.timedelta(minutes=1)).date() if row.end > row.start else row.day


def _place_in_grid(shown) -> None:
    """Rows and lanes of a week's entries, and the hours that are needed for them."""
    spans = [(day, entry, *_minutes(day.date, entry.row)) for day in shown.days for entry in day.entries]
    first = min([FIRST_HOUR, *(begin // 60 for _day, _entry, begin, _end in spans)])
    last = max([LAST_HOUR, *(-(-end // 60) for _day, _entry, _begin, end in spans)])
    shown.hours = [f"{hour:02d}:00" for hour in range(first, last)]
    for _day, entry, begin, end in spans:
        entry.at = (begin - first * 60) // SLOT
        entry.rows = max(-(-(end - first * 60) // SLOT) - entry.at, 1)
    for day in shown.days:
        day.lanes = _give_lanes(day.entries)


def _mark_now(shown, now) -> None:
    """The row of today that is running, if the grid reaches that far."""
    if now is None or not any(day.is_today for day in shown.days):
        return
    at = (now.hour * 60 + now.minute - int(shown.hours[0][:2]) * 60) // SLOT
    if 0 <= at < len(shown.hours) * 60 // SLOT:
        shown.now_at, shown.now = at, f"{now:%H:%M}"


def _minutes(date, row):
    """Begin and end of an entry on a day, in minutes after midnight."""
    begin = row.start.hour * 60 + row.start.minute if row.day == date else 0
    end = row.end.hour * 60 + row.end.minute if row.end.date() == date else 24 * 60
    return begin, max(end, begin + 1)


def _give_lanes(entries) -> int:
    """Side by side what shares a row: each entry takes the first free lane; returns how many there are."""
    free_from = []
    for entry in entries:
        lane = next((number for number, until in enumerate(free_from) if until <= entry.at), len(free_from))
        free_from[lane : lane + 1] = [entry.at + entry.rows]
        entry.lane = min(lane + 1, MOST_LANES)
    return min(max(len(free_from), 1), MOST_LANES)
