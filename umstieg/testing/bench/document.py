"""Writing umstieg/docs/performance.md: what was measured, on what, and what holds and what does not."""

import platform
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from umstieg.testing.proving.running import commit

from .databases import Size
from .judging import Goal
from .many import FEW, MANY
from .measuring import Results, ratio
from .server import WORKERS
from .visits import VISITS

DOCUMENT = settings.BASE_DIR / "umstieg" / "docs" / "performance.md"

TEXT = """# Performance

Written by `make bench`; do not edit. Measured {at} on commit {commit}, {machine}; {database}, Python {python}, Django
{django}, gunicorn with {workers} workers for each database, over loopback, with a new connection for every request.
{rounds} rounds; in each, every page of both databases in an order drawn anew, one request after the other. Times on a
shared machine wander, so what counts are ratios: in each third of the run the ratio of the medians is taken, and of the
three the middle one.

Both databases hold the demo centre and beside it four teams: 40 running and 10 closed cases a counsellor, 10 sessions
a case (`seed_demo --clients N`, `umstieg/demo/bulk/`). The counsellor who is measured has the same desk in both; the
lead sees the facts of every case of the four teams, so at {large} cases her list is cut out of nearly all of them.
Beside the cases stand {few_partners} partners in the small one and {many_partners} in the large one.

## Goals

{met} of {count} are met.

{goals}

## Pages

Statements are all of a request, session, rights and sealed log included, savepoints not; every half minute each
process reads the code lists and the centre's name anew, which costs a request two more. "1 row" is somebody with a
single case. Milliseconds are medians, with the 95th percentile behind; × is the ratio to the bare view.

{pages}

## How it is measured

- The bare view answers with the name of the signed-in person: everything every page pays (session, person, her roles,
  headers), and nothing else (`umstieg/testing/bench/urls.py`).
- The Django admin shows the same columns and filters over the same tables, read-only, its case page with the rows of our
  file inline (`umstieg/testing/bench/admin.py`): once as it is usually written, with `list_select_related` and a method for
  each column that is no field, which the goals are about; and once tuned until it asks no statement per row. Both
  exist only under `umstieg.settings.bench`. It records nothing: our pages pay for their sealed event, it does not.
- "session saved" is the POST alone: two topics, a note of 380 characters and a next step that becomes a task.
- The pictures of many cases at once ("Wechselwirkungen") are read outside of any page, {many:,} and {few} cases by turns in
  the large database (`umstieg/testing/bench/many.py`).
- What the goals are and why: `umstieg/testing/bench/judging.py`. Python, not SQL, is the cost of a page: hot lists read
  tuples, format in Python and cap their counts.
"""


def write(document: Path, results: Results, goals: list[Goal], sizes: tuple[Size, Size], rounds: int) -> None:
    document.write_text(
        TEXT.format(
            at=_day(timezone.localtime()),
            commit=commit(),
            machine=_machine(),
            database=_database(),
            python=platform.python_version(),
            django=django.__version__,
            workers=WORKERS,
            rounds=rounds,
            large=sizes[1].label,
            many=MANY,
            few=FEW,
            few_partners=f"{sizes[0].partners:,}",
            many_partners=f"{sizes[1].partners:,}",
            met=sum(goal.is_met for goal in goals),
            count=len(goals),
            goals=_table(
                ["Goal", "Seen", ""],
                [[goal.text, goal.seen, "met" if goal.is_met else "**not met**"] for goal in goals],
            ),
            pages=_pages(results, *sizes),
        ),
        encoding="utf-8",
    )


def _pages(results, small, large):
    head = ["Page", f"statements 1 row / {small.label} / {large.label}", f"ms at {small.label}", f"ms at {large.label}"]
    head += ["growth", f"× bare {small.label}", f"× bare {large.label}", "kB"]
    lines = []
    for visit in VISITS:
        few, many = results[small.name, visit.key], results[large.name, visit.key]
        lines.append(
            [
                visit.label,
                f"{min(few.with_one)} / {few.usual_statements} / {many.usual_statements}",
                f"{few.median:.1f} ({few.p95:.1f})",
                f"{many.median:.1f} ({many.p95:.1f})",
                f"{ratio(results, (large.name, visit.key), (small.name, visit.key)):.2f}",
                f"{ratio(results, (small.name, visit.key), (small.name, 'bare')):.1f}",
                f"{ratio(results, (large.name, visit.key), (large.name, 'bare')):.1f}",
                f"{many.bytes / 1024:.0f}",
            ]
        )
    return _table(head, lines)


def _table(head, lines):
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _machine():
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = Path("/proc/meminfo")
    kilobytes = int(memory.read_text(encoding="utf-8").split()[1]) if memory.exists() else 0
    return f"{len(names) or '?'} cores ({names[0] if names else platform.processor()}), {kilobytes / 2**20:.0f} GB"


def _database():
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
