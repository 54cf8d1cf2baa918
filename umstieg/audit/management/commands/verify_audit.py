import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from umstieg.audit.checkpoints import NotACheckpoint, read_checkpoints
from umstieg.audit.recording import act, recording
from umstieg.audit.verification import FINDINGS, INTACT, verify


class Command(BaseCommand):
    help = (
        "Reads the whole audit log and says whether it was changed, cut or added to. Changes nothing; one event says "
        "that it was verified."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anchor", default="", help="an anchor of an earlier run, kept outside: <seq>:<hash>")
        parser.add_argument("--checkpoint", default="", help="file with what audit_checkpoint wrote; - reads stdin")
        parser.add_argument("--unrecorded", action="store_true", help="leave no event, for a copy that is examined")

    def handle(self, *, anchor, checkpoint, unrecorded, **options):
        verdict = verify(anchor, *self._kept(checkpoint))
        if not unrecorded:
            with recording(), act("audit.verified", by=None, reason=INTACT if verdict.intact else FINDINGS):
                pass
        for finding in verdict.findings:
            self.stderr.write(f"! {finding}")
        if not verdict.intact:
            raise CommandError(f"{verdict.events} events read, {len(verdict.findings)} findings.")
        self.stdout.write(f"{verdict.events} events read, chain intact. Anchor: {verdict.anchor}")

    def _kept(self, checkpoint):
        """The anchors of the kept checkpoints."""
        if not checkpoint:
            return []
        try:
            text = sys.stdin.read() if checkpoint == "-" else Path(checkpoint).read_text(encoding="utf-8")
            return [one.anchor for one in read_checkpoints(text)]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The checkpoint cannot be read: {error}") from error
        except NotACheckpoint as error:
            raise CommandError(f"{checkpoint}: {error}") from error
