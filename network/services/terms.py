"""Keeping what an organisation is found by in step with what is known of it."""

from django.db import connection

from network.models import Organisation, Term
from network.terms import terms_of
from umstieg.audit.recording import act

AT_ONCE = 300  # rows of three values: SQLite takes no thousand values in one statement everywhere


def index_organisation(organisation) -> None:
    """Make the terms of an organisation anew; part of every service that changes it, its places or its people."""
    wanted = terms_of(organisation, list(organisation.sites.all()), list(organisation.people.current()))
    there = set(Term.objects.filter(organisation=organisation).values_list("kind", "key"))
    for kind, key in there - wanted:
        Term.objects.filter(organisation=organisation, kind=kind, key=key).delete()
    Term.objects.bulk_create(
        Term(organisation=organisation, kind=kind, key=key) for kind, key in sorted(wanted - there)
    )


def add_terms(found) -> None:
    """Write (organisation, kind, key) triples of many partners: through instances 200,000 of them take too long."""
    names = [Term._meta.get_field(name) for name in ("organisation", "kind", "key")]
    into = ", ".join(connection.ops.quote_name(one.column) for one in names)
    table, key_of = connection.ops.quote_name(Term._meta.db_table), names[0].get_db_prep_save
    with connection.cursor() as cursor:
        for start in range(0, len(found), AT_ONCE):
            rows = found[start : start + AT_ONCE]
            places = ", ".join(["(%s, %s, %s)"] * len(rows))
            values = [value for pk, kind, key in rows for value in (key_of(pk, connection), str(kind), key)]
            cursor.execute(f"INSERT INTO {table} ({into}) VALUES {places}", values)  # noqa: S608  names of our own


def rebuild_partner_terms(*, by=None) -> int:
    """Index every organisation anew: after INDEX_KEY was changed, or the labels of a list; returns how many."""
    with act("network.indexed", by=by):
        organisations = list(Organisation.objects.order_by("pk"))
        for organisation in organisations:
            index_organisation(organisation)
    return len(organisations)
