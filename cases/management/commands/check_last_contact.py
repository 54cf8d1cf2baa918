from django.core.management.base import BaseCommand, CommandError

from cases.services.contact import repair_contacts, wrong_contacts


class Command(BaseCommand):
    help = "Compares the last contact kept on every case with its sessions; --repair sets it right."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *, repair, **options):
        wrong = repair_contacts() if repair else wrong_contacts().count()
        self.stdout.write(f"{wrong} cases {'mended' if repair else 'differ'}.")
        if wrong and not repair:
            raise CommandError("The last contact of some cases is not what their sessions say.")
