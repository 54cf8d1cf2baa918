"""Many partners at once, from a table: the same rows as through `add_organisation`, written in one short transaction.

On SQLite everybody waits while it is open, and 5,000 partners one by one take minutes. So terms are made before, rows
are written many at once, and what django-auditlog would have noted of each is written beside them.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from auditlog.models import LogEntry
from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import ContactKind, Stage
from network.exchange.filling import fill, held_partners
from network.models import ContactPerson, Liaison, Organisation, PartnerSite, StageChange, Term
from network.terms import terms_of
from umstieg.audit.recording import act, current, record
from umstieg.audit.row_entries import entry_of, shape_of
from umstieg.core.errors import DomainError

from .terms import add_terms

AT_ONCE = 500


@dataclass
class Batch:
    """Rows to be written, in the order in which they point at each other."""

    organisations: list = field(default_factory=list)
    stages: list = field(default_factory=list)
    sites: list = field(default_factory=list)
    people: list = field(default_factory=list)
    liaisons: list = field(default_factory=list)
    terms: list = field(default_factory=list)


def prepared(records, *, by, tell) -> Batch:
    """What becomes of new rows, without a statement that writes. `records` are those of `network.exchange.rows`."""
    batch, today = Batch(), timezone.localdate()
    for number, row in enumerate(records, 1):
        organisation = Organisation(**{"stage": Stage.IDENTIFIED, **row.organisation, "created_by": by})
        sites = [PartnerSite(organisation=organisation, **facts) for facts in row.sites]
        people = [
            ContactPerson(organisation=organisation, kind=ContactKind.OFFICIAL, created_by=by, **facts)
            for facts in row.people
        ]
        batch.organisations.append(organisation)
        batch.stages.append(StageChange(organisation=organisation, stage=organisation.stage, since=today, noted_by=by))
        batch.liaisons.append(Liaison(organisation=organisation, user=by, since=today))
        batch.sites += sites
        batch.people += people
        batch.terms += _terms(organisation, terms_of(organisation, sites, people))
        tell(number, len(records))
    return batch


def import_partners(*, batch, known, by) -> tuple[int, list]:
    """Write what was prepared, and fill what is empty of partners we have; `known` are (row, id) pairs.

    Returns how many were added, and (row, id, Filling) of each of `known`. Raises DomainError where somebody has added
    one of them meanwhile.
    """
    with act("partners.imported", by=by) as done:
        _must_still_be_new(batch.organisations)
        log = Log()
        for rows in (batch.organisations, batch.stages, batch.sites, batch.people, batch.liaisons):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=AT_ONCE)
                log.created(rows)
        add_terms(batch.terms)
        told = _fill(known, log, by)
        log.write()
        done.reason = str(len(batch.organisations))
        if changed := {pk for _row, pk, filling in told if filling.filled}:
            record("partner.changed", reason=str(len(changed)))
    return len(batch.organisations), told


def _must_still_be_new(organisations):
    there = set(Organisation.objects.living().values_list("name", "kind"))
    for one in organisations:
        if one.ended_on is None and (one.name, one.kind) in there:
            raise DomainError(
                _("Meanwhile somebody has added one of these partners. Nothing was read in, please check anew.")
            )


class Log:
    """The row entries of one recording."""

    def __init__(self):
        taken = current()
        taken.cid_was_asked_for = True  # so that sealing reads them back
        self.cid, self.at, self.entries = taken.cid, timezone.now(), []

    def created(self, rows) -> None:
        shape = shape_of(type(rows[0]))
        self.entries += [
            entry_of(row, LogEntry.Action.CREATE, shape.changes(row), cid=self.cid, at=self.at) for row in rows
        ]

    def changed(self, row, facts) -> None:
        """`row` as it was, and what is new of it."""
        changes = shape_of(type(row)).changed(row, facts)
        self.entries.append(entry_of(row, LogEntry.Action.UPDATE, changes, cid=self.cid, at=self.at))

    def write(self) -> None:
        LogEntry.objects.bulk_create(self.entries, batch_size=AT_ONCE)


# --- filling what is empty -----------------------------------------------------------------------------------


def _fill(pairs, log, by) -> list:
    """Write into partners we have what is empty there and stands in the table; (row, id, Filling) of each."""
    told = []

    def change(row, new):
        log.changed(row, new)
        type(row).objects.filter(pk=row.pk).update(**new)

    def add(rows):
        type(rows[0]).objects.bulk_create(rows)
        log.created(rows)

    for some in held_partners(pairs, lock=True):
        changed = {}
        for row, held in some:
            told.append((row, held.organisation.pk, fill(row, held, by=by, change=change, add=add)))
            if told[-1][-1].filled:
                changed[held.organisation.pk] = held
        _index(changed)
    return told


def _index(changed):
    """Keep what partners are found by in step; `changed` are {id: Held}."""
    there, terms = defaultdict(set), []
    for pk, kind, key in Term.objects.filter(organisation__in=changed).values_list("organisation", "kind", "key"):
        there[pk].add((kind, key))
    for pk, held in changed.items():
        wanted = terms_of(held.organisation, held.sites, held.people)
        for kind, key in there[pk] - wanted:
            Term.objects.filter(organisation=pk, kind=kind, key=key).delete()
        terms += _terms(held.organisation, wanted - there[pk])
    add_terms(terms)


def _terms(organisation, found):
    return [(organisation.pk, kind, key) for kind, key in sorted(found)]
