"""What a row of a table is to a partner we have: what is empty there is filled in, all else stays as it is.

One rule for the check, which only tells, and for reading in, which writes (`network.services.exchange`).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from network.enums import ContactKind, Known
from network.models import ContactPerson, Organisation, PartnerSite
from umstieg.core.wording import spellings

from .columns import columns_by_key
from .values import quoted, written_value

AT_ONCE = 500
EMPTY = ("", [], None, False, "UNKNOWN")
NEVER_FILLED = ("stage", "ended_on")  # how far a cooperation has come, and that it is over, is never empty


@dataclass
class Filling:
    """Of one row, by the labels of the columns.

    `filled` is what gets a value; `kept` what stays although the table says otherwise, each (label, ours, theirs);
    `beside` what is said of a place or a person that is none of those we know, and is not read in.
    """

    filled: list[str] = field(default_factory=list)
    kept: list[tuple[str, str, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


@dataclass
class Held:
    """A partner with its places and the people who are there today."""

    organisation: Organisation
    sites: list = field(default_factory=list)
    people: list = field(default_factory=list)


def held_partners(pairs, *, lock=False):
    """(row, partner) for (row, id) pairs, in a fixed number of statements for every 500 of them.

    Two rows may mean the same partner; they get the same one. Who was deleted meanwhile is left out.
    """
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        pks = list({pk for _row, pk in some})
        organisations = Organisation.objects.select_for_update() if lock else Organisation.objects
        sites, people = defaultdict(list), defaultdict(list)
        found = organisations.in_bulk(pks)
        for site in PartnerSite.objects.filter(organisation__in=pks).order_by("name", "pk"):
            sites[site.organisation_id].append(site)
        for person in ContactPerson.objects.current().filter(organisation__in=pks).order_by("created_at", "pk"):
            people[person.organisation_id].append(person)
        held = {pk: Held(one, sites[pk], people[pk]) for pk, one in found.items()}
        yield [(row, held[pk]) for row, pk in some if pk in held]


def fill(record, held, *, by, change, add) -> Filling:
    """Fill what is empty of a partner. `change(row, new)` is called before a row takes new values, `add(rows)` for new
    places or people; where both do nothing, this only tells what would become of the row.
    """
    told = Filling()
    _fill_row(told, "organisation", 1, held.organisation, record.organisation, change)
    _fill_part(told, "site", held.sites, record.sites, _is_same_place, change, add, organisation=held.organisation)
    official = {"organisation": held.organisation, "kind": ContactKind.OFFICIAL, "created_by": by}
    _fill_part(told, "person", held.people, record.people, _is_same_person, change, add, **official)
    return told


def _fill_part(told, part, there, wanted, is_same, change, add, **given):
    """Where none is known yet, all of them are added; else each is filled in that is the same."""
    if wanted and not there:
        model = PartnerSite if part == "site" else ContactPerson
        there += [model(**given, **facts) for facts in wanted]
        add(list(there))
        for number, facts in enumerate(wanted, 1):
            told.filled += [_column(part, number, name).label for name, value in facts.items() if value not in EMPTY]
        return
    for number, facts in enumerate(wanted, 1):
        same = next((one for one in there if is_same(one, facts)), None)
        if same is None:
            told.beside += [_column(part, number, name).label for name, value in facts.items() if value not in EMPTY]
        else:
            _fill_row(told, part, number, same, facts, change)


def _fill_row(told, part, number, row, facts, change):
    new = {}
    for name, value in facts.items():
        ours, column = getattr(row, name), _column(part, number, name)
        if _says_the_same(ours, value):
            continue
        if ours in EMPTY and name not in NEVER_FILLED:
            new[name] = value
            told.filled.append(column.label)
        else:
            told.kept.append((column.label, *(quoted(_said(column, one)) for one in (ours, value))))
    if new:
        change(row, new)
        for name, value in new.items():
            setattr(row, name, value)


def _says_the_same(ours, value) -> bool:
    """Also where the table says nothing: "not known" is no news."""
    if isinstance(value, bool):
        return value == ours
    if value in EMPTY:
        return True
    return sorted(ours) == sorted(value) if isinstance(value, list) and isinstance(ours, list) else ours == value


def _said(column, value):
    if value in ("", [], None):
        return "–"
    if isinstance(value, bool):  # an empty cell would say nothing of a no
        return str((Known.YES if value else Known.NO).label)
    return written_value(column.model_field, value)


def _column(part, number, name):
    prefix = "" if part == "organisation" else f"{part}{number if number > 1 else ''}."
    return columns_by_key()[prefix + name]


def _is_same_place(site, facts):
    """Places are the same by address or name."""
    address, name = facts.get("address", ""), facts.get("name", "")
    if site.address and address:
        return bool({*spellings(site.address)} & {*spellings(address)})
    return site.name.casefold() == name.casefold()


def _is_same_person(person, facts):
    return bool({*spellings(person.name)} & {*spellings(facts["name"])})
