from django.core.management.base import BaseCommand, CommandError

from umstieg.audit.recording import act, recording
from umstieg.core.crypto import key_ring
from umstieg.core.progress import Progress
from umstieg.core.rotation import Rotation, hooks, seal_anew, sealed_tables, stale_batches


class Command(BaseCommand):
    help = (
        "Seals every encrypted value with the newest key of FIELD_KEYS. Touches only values under older keys, so it "
        "may be stopped and run again. Afterwards the older keys can be dropped from FIELD_KEYS; backups made before "
        "still need them."
    )

    def handle(self, **options):
        done = Rotation()
        progress = Progress(self.stderr, "rows")
        for table in sealed_tables():
            for rows in stale_batches(table):
                # One transaction and one event per batch: nobody waits long, and a stopped run stands in the log.
                with recording(), act("keys.rotated", by=None, reason=table.name):
                    seal_anew(table, rows, done)
                progress.add(len(rows), table.name)
        with recording(), act("keys.rotated", by=None):  # the run itself, also when there was nothing to do
            for reencrypt in hooks("reencrypt"):
                reencrypt(done)
        self._report(done)

    def _report(self, done):
        for name, count in sorted(done.sealed.items()):
            self.stdout.write(f"{name}: {count:,} values sealed anew")
        newest, *older = key_ring()
        left = sum(done.unreadable.values())
        for place, count in sorted(done.unreadable.items()):
            self.stderr.write(f"! {place}: {count:,} values do not open and stay as they are")
        if left:
            raise CommandError(f"{left:,} values do not open: see check_crypto. Keep all keys until they do.")
        self.stdout.write(
            f"Everything is sealed with key {newest}. "
            + (f"Can be dropped from FIELD_KEYS: {', '.join(older)}." if older else "There is no older key.")
        )
