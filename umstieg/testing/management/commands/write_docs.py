from django.core.management.base import BaseCommand

from umstieg.testing.documents import DOCS, documents


class Command(BaseCommand):
    help = "Writes the documents that are made from code: access.md in both languages, guide.md, retention.md."
    requires_system_checks = []  # needs no keys and no database

    def handle(self, **options):
        for name, text in documents().items():
            (DOCS / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"umstieg/docs/{name}")
