from django.core.management.base import BaseCommand, CommandError

from umstieg.core.progress import Progress
from umstieg.core.rotation import TORN, Findings, check_rows, hooks, sealed_tables, state_of


class Command(BaseCommand):
    help = "Opens every encrypted value and counts what opens with which key. Changes nothing and shows no content."

    def handle(self, **options):
        found = Findings()
        tables = sealed_tables()
        places = [one.place for table in tables for one in table.fields]
        progress = Progress(self.stderr, "rows")
        for table in tables:
            for rows in table.rows():
                check_rows(table, rows, found, places)
                progress.add(len(rows), table.name)
        for values in hooks("sealed_values"):
            for place, row_key, stored in values():
                found.note(state_of(stored, place, places, found.keys_in_use), place, row_key)
        for torn in hooks("torn_values"):
            for place, row_key in torn():
                found.note(TORN, place, row_key)
        self._report(found)

    def _report(self, found):
        for state, count in sorted(found.counts.items()):
            self.stdout.write(f"{state}: {count:,}")
        for key_id, count in sorted(found.keys_in_use.items()):
            self.stdout.write(f"key {key_id}: {count:,} values")
        for (place, state), (count, rows) in sorted(found.trouble.items()):
            self.stderr.write(
                f"! {place}: {count:,} {state}, rows {', '.join(rows)}{' …' if count > len(rows) else ''}"
            )
        if not found.is_clean:
            raise CommandError(f"{sum(count for count, _ in found.trouble.values()):,} values do not open.")
