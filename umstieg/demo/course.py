"""The course of a case on paper: its days, its phases, and the counsellors' diaries."""

import datetime

from cases.enums import Phase

# Working days without counselling. Easter is left out: it wanders, and nobody will look it up.
CLOSED_DAYS = {(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}
# Usual length of a phase in days, from–to.
LENGTHS = {
    Phase.GETTING_TO_KNOW: (14, 40),
    Phase.STABILISATION: (60, 190),
    Phase.ORIENTATION: (40, 120),
    Phase.QUALIFICATION: (60, 170),
    Phase.JOB_SEARCH: (40, 120),
    Phase.FOLLOW_UP: (60, 200),
}
OPENS, CLOSES, EVENING = 9 * 60, 17 * 60 + 30, (18 * 60, 21 * 60)
# The door is open in the afternoon.
DROP_IN = (12 * 60, 17 * 60)


def workday(day):
    """This day, or the nearest earlier one on which the centre works."""
    while day.weekday() >= 5 or (day.month, day.day) in CLOSED_DAYS:
        day -= datetime.timedelta(days=1)
    return day


def days_before(today, days):
    """The working day that lies `days` before today, or the nearest one before it."""
    return workday(today - datetime.timedelta(days=days))


def workdays_between(first, last) -> list[datetime.date]:
    """Working days strictly between two days."""
    days = (first + datetime.timedelta(days=offset) for offset in range(1, (last - first).days))
    return [day for day in days if workday(day) == day]


def session_days(rng, first, last, count) -> list[datetime.date]:
    """The first day, the last one, and others between them, a little denser at the beginning; no day twice."""
    if count == 1 or first == last:
        return [first]
    between = workdays_between(first, last)
    wanted = min(count - 2, len(between))
    # The smallest keys win: a random number, stretched by how far along the day lies.
    keys = [(rng.random() * (1 + 0.6 * place / len(between)), day) for place, day in enumerate(between)]
    return [first, *sorted(day for _, day in sorted(keys)[:wanted]), last]


def phase_path(rng, sessions, *, planned_end) -> tuple[str, ...]:
    """Phases in the order in which a case meets them; who has come twice has hardly begun.

    A path that was gone to its planned end holds the job search or what comes after it.
    """
    path = [Phase.GETTING_TO_KNOW]
    if rng.random() < 0.9:
        path.append(Phase.STABILISATION)
    path.append(Phase.ORIENTATION)
    if rng.random() < 0.5:
        path.append(Phase.QUALIFICATION)
    path.append(Phase.JOB_SEARCH)
    if rng.random() < 0.12:
        path.append(Phase.STABILISATION)  # back and forth is no failure
    path.append(Phase.FOLLOW_UP)
    return tuple(path if planned_end else path[: 1 + sessions // 3])


def phase_course(rng, path, first, last, *, reach_end) -> list[tuple[datetime.date, frozenset]]:
    """What runs from which day on; the first entry is the day of opening. `reach_end` fits the path into the time."""
    lengths = [rng.randint(*LENGTHS[phase]) for phase in path]
    span = (last - first).days
    stretch = rng.uniform(0.9, 1.5)
    if reach_end and sum(lengths):
        stretch = min(1.6, max(4, span) / sum(lengths))
    course, day, running = [(first, frozenset(path[:1]))], first, set(path[:1])
    for phase, length in zip(path[1:], lengths, strict=False):
        day += datetime.timedelta(days=max(1, round(length * stretch)))
        day = workday(day)
        if day <= course[-1][0]:
            day = course[-1][0] + datetime.timedelta(days=1)  # a short case
        if day > last:
            break
        if phase == Phase.FOLLOW_UP:
            running = {phase}
        else:  # an earlier phase may run on beside the new one; sorted, because the order of a set is chance
            keeps = [one for one in sorted(running) if one != Phase.GETTING_TO_KNOW and rng.random() < 0.3]
            running = {phase, *keeps[-1:]}
        course.append((day, frozenset(running)))
    return course


def phases_on(course, day) -> list[str]:
    """Phases that run on a day, in a fixed order."""
    running = [phases for start, phases in course if start <= day][-1]
    return sorted(running, key=Phase.values.index)


class Diary:
    """Who is busy when, in minutes of the day, so that nobody counsels two people at once."""

    def __init__(self, rng):
        self.rng = rng
        self.busy = {}

    def book(self, who, day, minutes, *, hours=(OPENS, CLOSES), at=None) -> datetime.time:
        """A free quarter of an hour to begin, or `at`. On a day without a free one, any."""
        taken = self.busy.setdefault((who, day), [])
        if at is None:
            starts = list(range(hours[0], max(hours[0] + 15, hours[1] - minutes), 15))
            free = [start for start in starts if all(start + minutes <= begin or end <= start for begin, end in taken)]
            start = self.rng.choice(free or starts)
        else:
            start = at[0] * 60 + at[1]
        taken.append((start, start + minutes))
        return datetime.time(start // 60, start % 60)
