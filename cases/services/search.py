"""Keeping the blind index in step with the client."""

from cases.enums import PHONE_CHANNELS, SearchKind
from cases.models import Client, SearchTerm
from umstieg.audit.recording import act
from umstieg.core.blindindex import digests_to_store, phone_digits, word_digest


def index_client(client) -> None:
    """Make the search terms of a client anew; part of every service that changes her words."""
    terms = terms_of(client, client.channels.filter(kind__in=PHONE_CHANNELS))
    SearchTerm.objects.filter(client=client).delete()
    SearchTerm.objects.bulk_create(terms)


def terms_of(client, channels) -> list[SearchTerm]:
    """The search terms of a client with these ways of contact, unsaved."""
    wanted = {
        (kind, digest)
        for kind, text in (
            (SearchKind.PSEUDONYM, client.pseudonym),
            (SearchKind.NAME, client.name),
            (SearchKind.NAME, client.names_used),
            (SearchKind.CODE_WORD, client.code_word),
        )
        for digest in digests_to_store(kind, text)
    }
    for channel in channels:
        if channel.kind in PHONE_CHANNELS and (digits := phone_digits(channel.value)):
            wanted.add((SearchKind.PHONE, word_digest(SearchKind.PHONE, digits)))
    return [SearchTerm(client=client, kind=kind, digest=digest) for kind, digest in sorted(wanted)]


def rebuild_search_index(*, by=None) -> int:
    """Index every client anew, after INDEX_KEY was changed; returns how many."""
    with act("search_index.rebuilt", by=by):
        clients = list(Client.objects.order_by("number"))
        for client in clients:
            index_client(client)
    return len(clients)
