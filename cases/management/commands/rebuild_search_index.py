from django.core.management.base import BaseCommand

from cases.services.search import rebuild_search_index
from network.services.terms import rebuild_partner_terms


class Command(BaseCommand):
    help = "Makes the digests of the search anew, after INDEX_KEY was changed."

    def handle(self, **options):
        partners, clients = rebuild_partner_terms(), rebuild_search_index()
        self.stdout.write(f"{clients} clients and {partners} partners indexed.")
