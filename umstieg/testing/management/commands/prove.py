from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from umstieg.testing.proving.base import SIZES
from umstieg.testing.proving.running import (
    DOCUMENT,
    PROOFS,
    label_of,
    result_of,
    row_of,
    run_apart,
    run_here,
    write_down,
)

SEED = 20261123
HOURS_ENOUGH = 24 * 60


class Command(BaseCommand):
    help = "Runs the big proofs, each on a throw-away database of its own, and writes umstieg/docs/proofs.md."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=SIZES, default="smoke")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--only", choices=sorted(PROOFS), action="append", help="this proof (may be repeated)")
        parser.add_argument("--minutes", type=float, default=HOURS_ENOUGH, help="stop each proof after so many minutes")
        parser.add_argument("--server", default="", help="postgres://…: the proofs that run on both, on this server")
        parser.add_argument("--here", action="store_true", help="used by the command itself: run in this process")

    def handle(self, *, size, seed, only, minutes, server, here, **options):
        if not settings.IS_DEMO:
            raise CommandError("Proofs kill servers and fill databases: they never run where a real centre works.")
        names = [name for name in PROOFS if (not only or name in only) and (PROOFS[name].on_both or not server)]
        if here:
            for name in names:
                run_here(name, size, seed, minutes, self.stderr.write)
            return
        rows, failed = [], []
        for name in names:
            self.stdout.write(f"{label_of(name, server)} ({size}): {PROOFS[name].proves}")
            state = run_apart(name, size, seed, minutes, server)
            rows.append(row_of(label_of(name, server), size, seed, state))
            for line in state.facts.get("lines", []):
                self.stdout.write(f"  {line}")
            for finding in state.findings:
                self.stderr.write(f"! {finding}")
            self.stdout.write(f"  {result_of(state)}")
            failed += [name] if state.findings else []
            write_down(rows)
        self.stdout.write(f"Written to {DOCUMENT.relative_to(settings.BASE_DIR)}.")
        if failed:
            raise CommandError(f"Not proved: {', '.join(failed)}.")
