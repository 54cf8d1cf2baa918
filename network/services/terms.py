"""Keeping what an organisation is found by in step with what is known of it."""

from network.models import Organisation, Term
from network.terms import terms_of
from umstieg.audit.recording import act


def index_organisation(organisation) -> None:
    """Make the terms of an organisation anew; part of every service that changes it, its places or its people."""
    wanted = terms_of(organisation, list(organisation.sites.all()), list(organisation.people.current()))
    there = set(Term.objects.filter(organisation=organisation).values_list("kind", "key"))
    for kind, key in there - wanted:
        Term.objects.filter(organisation=organisation, kind=kind, key=key).delete()
    Term.objects.bulk_create(
        Term(organisation=organisation, kind=kind, key=key) for kind, key in sorted(wanted - there)
    )


def rebuild_partner_terms(*, by=None) -> int:
    """Index every organisation anew: after INDEX_KEY was changed, or the labels of a list; returns how many."""
    with act("network.indexed", by=by):
        organisations = list(Organisation.objects.order_by("pk"))
        for organisation in organisations:
            index_organisation(organisation)
    return len(organisations)
