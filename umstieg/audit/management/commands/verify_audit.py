from django.core.management.base import BaseCommand, CommandError

from umstieg.audit.verification import verify


class Command(BaseCommand):
    help = "Reads the whole audit log and says whether it was changed, cut or added to. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", default="", help="an anchor of an earlier run, kept outside: <seq>:<hash>")

    def handle(self, *, anchor, **options):
        verdict = verify(anchor)
        for finding in verdict.findings:
            self.stderr.write(f"! {finding}")
        if not verdict.intact:
            raise CommandError(f"{verdict.events} events read, {len(verdict.findings)} findings.")
        self.stdout.write(f"{verdict.events} events read, chain intact. Anchor: {verdict.anchor}")
