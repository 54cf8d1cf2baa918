import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from umstieg.demo.builder import CLIENTS, ONE_BY_ONE, NotTheDemo, build_centre
from umstieg.demo.people import CENTRE, DEMO_ACCOUNTS, PASSWORD, person


class Command(BaseCommand):
    help = "Builds the invented demo centre into an empty database. Refused outside the demo settings."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            help="the day as of which the centre lives, e.g. 2026-11-23; not later than the real one (default)",
        )

        parser.add_argument(
            "--clients",
            type=int,
            default=CLIENTS,
            help=f"so many clients (default {CLIENTS}); more than {ONE_BY_ONE} are written many rows at once, into "
            "teams of their own beside the described centre",
        )

    def handle(self, *, today=None, clients=CLIENTS, **options):
        if today and today > timezone.localdate():
            raise CommandError("Nothing is logged ahead: --today must not lie in the future.")
        try:
            built = build_centre(today=today or timezone.localdate(), clients=clients, tell=self.stderr.write)
        except (NotTheDemo, ValueError) as error:
            raise CommandError(str(error)) from error
        has = f"{built.people} people, {built.clients} clients, {built.cases} cases, {built.sessions} sessions"
        if built.is_new:
            self.stdout.write(f"{CENTRE} is built: {has}.")
        else:
            self.stdout.write(f"{CENTRE} is already there, nothing was changed: {has}.")
        self.stdout.write(_accounts())


def _accounts() -> str:
    """The demo accounts as a small table."""
    rows = [(str(role.label), person(key).email, PASSWORD) for role, key in DEMO_ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  " + "   ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
