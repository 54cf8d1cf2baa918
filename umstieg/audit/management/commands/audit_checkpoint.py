from pathlib import Path

from django.core.management.base import BaseCommand

from umstieg.audit.checkpoints import take_checkpoint


class Command(BaseCommand):
    help = (
        "Writes where the audit log stands (number, hash, time, signature) as one line, to be kept on another machine. "
        "verify_audit --checkpoint reads it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, help="the file it is added to; without it, it goes to stdout")

    def handle(self, *, file, **options):
        line = take_checkpoint().as_line()
        if file is None:
            self.stdout.write(line)
            return
        with file.open("a", encoding="utf-8") as kept:
            kept.write(f"{line}\n")
