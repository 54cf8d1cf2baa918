from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from umstieg.testing.bench.seeding import seed as seed_database


class Command(BaseCommand):
    help = "Measures the pages at 1,000 and at 100,000 cases and writes umstieg/docs/performance.md; see `make bench`."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--seed", help="used by the command itself: fill the database of this process")
        parser.add_argument("--cases", type=int, default=1_000)
        parser.add_argument("--described", type=int, default=120)

    def handle(self, *, seed, cases, described, **options):
        if settings.SETTINGS_MODULE != "umstieg.settings.bench":
            raise CommandError("Only with DJANGO_SETTINGS_MODULE=umstieg.settings.bench, see `make bench`.")
        if seed:
            seed_database(cases=cases, described=described, tell=self.stderr.write)
