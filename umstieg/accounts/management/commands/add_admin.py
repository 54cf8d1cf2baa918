import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from umstieg.access.enums import Role
from umstieg.accounts.services import add_membership, add_user
from umstieg.audit.recording import recording
from umstieg.core.errors import DomainError


class Command(BaseCommand):
    help = "Adds the first person of the administration, who then adds everybody else. Asks for her password."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email, name, **options):
        password = getpass.getpass("Password (12 characters or more): ")
        try:
            with recording():
                user = add_user(email=email, name=name, password=password, by=None)
                add_membership(user=user, role=Role.ADMIN, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.email} may sign in and has to set up a second factor first.")
