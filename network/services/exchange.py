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
from network.models import ContactPerson, Liaison, Organisation, PartnerSite, StageChange, Term
from network.terms import terms_of
from umstieg.audit.recording import act, current, record
from umstieg.audit.row_entries import entry_of, shape_of
from umstieg.core.errors import DomainError
from umstieg.core.wording import spellings

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


def import_partners(*, batch, fill, by) -> dict:
    """Write what was prepared, and fill what is empty of partners we have; `fill` are (row, id) pairs.

    Returns {"added": …, "filled": …}. Raises DomainError where somebody has added one of them meanwhile.
    """
    with act("partners.imported", by=by) as done:
        _must_still_be_new(batch.organisations)
        log = Log()
        for rows in (batch.organisations, batch.stages, batch.sites, batch.people, batch.liaisons):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=AT_ONCE)
                log.created(rows)
        add_terms(batch.terms)
        counts = {"added": len(batch.organisations), "filled": _fill(fill, log, by)}
        log.write()
        done.reason = str(counts["added"])
        if counts["filled"]:
            record("partner.changed", reason=str(counts["filled"]))
    return counts


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


def _fill(pairs, log, by) -> int:
    """Write into partners we have what is empty there and stands in the table; returns how many have got something."""
    count, terms = 0, []
    records = {pk: row for row, pk in pairs}
    for pks in _chunks(list(records)):
        held = Organisation.objects.select_for_update().in_bulk(pks)
        sites, people, there = defaultdict(list), defaultdict(list), defaultdict(set)
        for site in PartnerSite.objects.filter(organisation__in=pks).order_by("name", "pk"):
            sites[site.organisation_id].append(site)
        for person in ContactPerson.objects.current().filter(organisation__in=pks).order_by("created_at", "pk"):
            people[person.organisation_id].append(person)
        for pk, kind, key in Term.objects.filter(organisation__in=pks).values_list("organisation", "kind", "key"):
            there[pk].add((kind, key))
        for pk, organisation in held.items():
            row = records[pk]
            filled = _fill_row(organisation, row.organisation, log)
            filled |= _fill_sites(organisation, sites[pk], row.sites, log)
            filled |= _fill_people(organisation, people[pk], row.people, log, by)
            if filled:
                count += 1
                wanted = terms_of(organisation, sites[pk], people[pk])
                for kind, key in there[pk] - wanted:
                    Term.objects.filter(organisation=organisation, kind=kind, key=key).delete()
                terms += _terms(organisation, wanted - there[pk])
    add_terms(terms)
    return count


def _fill_row(row, facts, log) -> bool:
    """Set what is empty; what she has noted herself stays. How far a cooperation has come is never empty."""
    new = {
        name: value
        for name, value in facts.items()
        if name not in ("stage", "ended_on") and getattr(row, name) in ("", [], None, False, "UNKNOWN") and value
    }
    new = {name: value for name, value in new.items() if getattr(row, name) != value}
    if not new:
        return False
    log.changed(row, new)
    type(row).objects.filter(pk=row.pk).update(**new)
    for name, value in new.items():
        setattr(row, name, value)
    return True


def _fill_sites(organisation, there, wanted, log) -> bool:
    """Places are the same by address or name; a partner without any gets all of them."""
    if not there and wanted:
        there += [PartnerSite(organisation=organisation, **facts) for facts in wanted]
        PartnerSite.objects.bulk_create(there)
        log.created(there)
        return True
    filled = False
    for facts in wanted:
        same = next((site for site in there if _is_same_place(site, facts)), None)
        filled |= same is not None and _fill_row(same, facts, log)
    return filled


def _is_same_place(site, facts):
    address, name = facts.get("address", ""), facts.get("name", "")
    if site.address and address:
        return bool({*spellings(site.address)} & {*spellings(address)})
    return site.name.casefold() == name.casefold()


def _fill_people(organisation, there, wanted, log, by) -> bool:
    """People are the same by name; a partner where nobody is known gets all of them."""
    if not there and wanted:
        there += [
            ContactPerson(organisation=organisation, kind=ContactKind.OFFICIAL, created_by=by, **facts)
            for facts in wanted
        ]
        ContactPerson.objects.bulk_create(there)
        log.created(there)
        return True
    filled = False
    for facts in wanted:
        same = next((one for one in there if {*spellings(one.name)} & {*spellings(facts["name"])}), None)
        filled |= same is not None and _fill_row(same, facts, log)
    return filled


def _terms(organisation, found):
    return [(organisation.pk, kind, key) for kind, key in sorted(found)]


def _chunks(things):
    for start in range(0, len(things), AT_ONCE):
        yield things[start : start + AT_ONCE]
