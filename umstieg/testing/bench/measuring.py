"""One interleaved run: every page of every database in turn, in an order drawn anew each time."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from .databases import Size
from .visits import VISITS, Visitor

BLOCKS = 3  # a ratio is taken in each, and the middle one counts
SURE = 4  # requests one after the other: at least one of them does not read the kept lists anew
WARM_UP = 6  # rounds that do not count: both workers have read their templates and lists


@dataclass
class Measured:
    """What a page of a database has shown."""

    blocks: list[list[float]] = field(default_factory=lambda: [[] for _ in range(BLOCKS)])
    statements: list[int] = field(default_factory=list)
    with_one: list[int] = field(default_factory=list)
    bytes: int = 0

    @property
    def times(self) -> list[float]:
        return [time for block in self.blocks for time in block]

    @property
    def median(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        times = sorted(self.times)
        return times[min(len(times) - 1, round(len(times) * 0.95))]

    @property
    def usual_statements(self) -> int:
        """Without the one more that reads the code lists anew every half minute."""
        return min(self.statements)


Results = dict[tuple[str, str], Measured]  # {(name of the size, key of the visit): …}


def measure(visitors: dict[Size, Visitor], *, rounds: int, seed: int, tell) -> Results:
    """Ask `rounds` times for every page; the rounds are cut into blocks."""
    rng = random.Random(seed)
    results: Results = defaultdict(Measured)
    turns = [(size, visit) for size in visitors for visit in VISITS]
    for number in range(-WARM_UP if rounds > WARM_UP else 0, rounds):
        rng.shuffle(turns)
        for size, visit in turns:
            if number % visit.every:
                continue
            answer = visitors[size].visit(visit)
            if number >= 0:
                result = results[size.name, visit.key]
                result.blocks[number * BLOCKS // rounds].append(answer.milliseconds)
                result.statements.append(answer.statements)
                result.bytes = len(answer.body)
        if tell and number >= 0 and number % 10 == 9:
            tell(f"  round {number + 1} of {rounds}")
    for size, visitor in visitors.items():
        for visit in VISITS:
            result = results[size.name, visit.key]
            for _ in range(SURE):
                result.with_one.append(visitor.visit(visit, with_one=True).statements)
                result.statements.append(visitor.visit(visit).statements)
    return results


def ratio(results: Results, one: tuple[str, str], other: tuple[str, str]) -> float:
    """How many times as long one page takes as another: of the ratios of the blocks' medians, the middle one."""
    pairs = zip(results[one].blocks, results[other].blocks, strict=True)
    return median(median(first) / median(second) for first, second in pairs if first and second)
