"""The pictures of many cases at once: what waits for what in each of them, read in one go ("Wechselwirkungen").

A counsellor's page shows one case; whoever counts the bottlenecks of a centre looks through all of them.
"""

import time
from dataclasses import asdict, dataclass
from statistics import median

from django.db import connection

from cases.models import Case
from cases.queries.interplay import pictures_of
from umstieg.access.enums import Part

FEW, MANY = 100, 10_000
ROUNDS = 3
STATEMENTS, GROWTH = 8, 1.2  # one for the states, seven for the facts; so much more a case may cost among many


@dataclass
class LookedThrough:
    """What it took to look through `few` and `many` cases, by turns; milliseconds are for one case."""

    few: int
    many: int
    statements_few: int
    statements_many: int
    milliseconds_few: float
    milliseconds_many: float
    noted: int  # of the many, so many have the state of a theme noted

    @property
    def growth(self) -> float:
        return self.milliseconds_many / self.milliseconds_few


def look_through(few=FEW, many=MANY, rounds=ROUNDS) -> dict:
    """Measure it in the database of this process, as JSON can hold it. Each time of the few is that of many turns."""
    many = min(many, Case.objects.count())
    turns = max(1, many // few // 10)
    times, statements, noted = {few: [], many: []}, {}, 0
    _once(few)  # templates, lists and keys are read
    for _round in range(rounds):
        for number, repeated in ((few, turns), (many, 1)):
            started = time.perf_counter()
            for _turn in range(repeated):
                statements[number], pictures = _once(number)
            times[number].append((time.perf_counter() - started) * 1000 / repeated / len(pictures))
            noted = sum(any(one.asked for one in each.themes.values()) for each in pictures.values())
    return asdict(
        LookedThrough(few, many, statements[few], statements[many], median(times[few]), median(times[many]), noted)
    )


def _once(number):
    asked = []

    def count(execute, *args):
        asked.append(1)
        return execute(*args)

    cases = Case.objects.filter(pk__in=Case.objects.order_by("number").values("pk")[:number])
    with connection.execute_wrapper(count):
        pictures = pictures_of(cases, Part.RESTRICTED)
    return len(asked), pictures
