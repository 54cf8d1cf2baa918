"""All partners as rows of a table: what `network.exchange` reads back, and who of us holds the relation."""

from collections import defaultdict

from network.exchange.columns import MOST, columns, german, held_by_label
from network.exchange.values import written_value
from network.models import ContactPerson, Organisation, PartnerSite
from umstieg.codelists.queries import Labels

from .find import holders_of


def partner_table(*, gone, people, note) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) by name. `gone`: also those that are no longer there; `note`: with our experience."""
    return german(lambda: _table(gone, people, note))


def _table(gone, people, note):
    organisations = Organisation.objects.order_by("name", "pk")
    organisations = list(organisations if gone else organisations.living())
    ids = [one.pk for one in organisations]
    sites = _by_partner(PartnerSite.objects.order_by("name", "pk"), ids)
    current = ContactPerson.objects.current().order_by("created_at", "pk")
    persons = _by_partner(current, ids) if people else defaultdict(list)
    holders = holders_of(ids)
    shown = [
        column
        for column in columns(_most(sites), _most(persons) if people else 0)
        if (gone or column.field != "ended_on") and (note or column.key != "note")
    ]
    labels = Labels("partner_type", "topic", "language", "german_level")
    rows = []
    for one in organisations:
        parts = {"organisation": [one], "site": sites[one.pk], "person": persons[one.pk]}
        cells = [_cell(column, parts[column.part], labels) for column in shown]
        rows.append([*cells, "; ".join(holders[one.pk])])
    return [*(column.label for column in shown), held_by_label()], rows


def _by_partner(rows, ids):
    wanted, found = set(ids), defaultdict(list)
    for row in rows.exclude(organisation=None):
        if row.organisation_id in wanted:
            found[row.organisation_id].append(row)
    return found


def _most(parts):
    return min(MOST, max((len(rows) for rows in parts.values()), default=1))


def _cell(column, rows, labels):
    if column.number > len(rows):
        return ""
    return written_value(column.model_field, getattr(rows[column.number - 1], column.field), labels)
