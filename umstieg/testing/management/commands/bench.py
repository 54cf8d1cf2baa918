import contextlib
import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from umstieg.testing.bench.databases import FULL, KEPT, Database, smoke
from umstieg.testing.bench.document import DOCUMENT, write
from umstieg.testing.bench.judging import judged, judged_together, statements_equal
from umstieg.testing.bench.many import LookedThrough, look_through
from umstieg.testing.bench.measuring import measure
from umstieg.testing.bench.seeding import fill_partners, named_cases
from umstieg.testing.bench.seeding import seed as seed_database
from umstieg.testing.bench.server import Server
from umstieg.testing.bench.visits import Visitor

ROUNDS = {"full": 90, "smoke": 3}
SEED = 20261123


class Command(BaseCommand):
    help = (
        "Measures the pages at 1,000 and at 100,000 cases and writes umstieg/docs/performance.md. The databases "
        "umstieg_bench_1k and umstieg_bench_100k are made and seeded beside the one of DATABASE_URL, and kept."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--size", choices=sorted(ROUNDS), default="full", help="smoke: a few cases, no times judged"
        )
        parser.add_argument("--rounds", type=int)
        parser.add_argument("--document", type=Path, help="where to write it down; a smoke run keeps it to itself")
        parser.add_argument("--only-seed", action="store_true", help="make the databases ready and measure nothing")
        for name in ("--fill", "--tell", "--look-through"):
            parser.add_argument(name, action="store_true", help="used by the command itself, on a database of its own")
        parser.add_argument("--cases", type=int, default=1_000)
        parser.add_argument("--described", type=int, default=120)
        parser.add_argument("--partners", type=int)

    def handle(self, *, size, rounds, document, only_seed, fill, tell, cases, described, partners, **options):
        if settings.SETTINGS_MODULE != "umstieg.settings.bench":
            raise CommandError("Only with DJANGO_SETTINGS_MODULE=umstieg.settings.bench, see `make bench`.")
        if partners is not None:
            fill_partners(partners, self.stderr.write)
            return
        if fill:
            seed_database(cases=cases, described=described, tell=self.stderr.write)
        elif tell:
            self.stdout.write(json.dumps(named_cases()))
        elif options["look_through"]:
            self.stdout.write(json.dumps(look_through()))
        else:
            document = document or (DOCUMENT if size == "full" else KEPT / "smoke.md")
            self._run(size, rounds or ROUNDS[size], document, only_seed=only_seed)

    def _run(self, size, rounds, document, *, only_seed):
        sizes = FULL if size == "full" else smoke()
        databases = [Database(one) for one in sizes]
        with contextlib.ExitStack() as stack:
            if size == "smoke":
                for database in databases:
                    stack.callback(database.drop)
            for database in databases:
                database.make_ready(self.stderr.write)
            if only_seed:
                return
            self._collect_static(databases[0])
            servers = {one.size: stack.enter_context(Server(one.environment)) for one in databases}
            visitors = {one.size: Visitor(servers[one.size].port, _told_by(one, "--tell")) for one in databases}
            results = measure(visitors, rounds=rounds, seed=SEED, tell=self.stderr.write)
        together = LookedThrough(**_told_by(databases[-1], "--look-through"))
        goals = judged(results, *sizes) + judged_together(together)
        write(document, results, goals, sizes, rounds)
        for goal in goals:
            self.stdout.write(f"{'met    ' if goal.is_met else 'NOT MET'} {goal.text}: {goal.seen}")
        self.stdout.write(f"Written to {document}.")
        if wrong := statements_equal(results, *sizes):
            raise CommandError(f"Statements grow with the rows: {'; '.join(wrong)}.")

    def _collect_static(self, database):
        """As in a real centre: hashed names, looked up in the manifest."""
        newest = max(path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*"))
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if not manifest.exists() or manifest.stat().st_mtime < newest:
            database.manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")


def _told_by(database, what):
    command = [sys.executable, "manage.py", "bench", what]
    told = subprocess.run(  # noqa: S603  our own command
        command, cwd=settings.BASE_DIR, env=database.environment, check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout)
