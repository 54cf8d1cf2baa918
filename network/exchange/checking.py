"""A whole table looked through: which rows are new, mean a partner we have, say the same again, or are broken."""

from dataclasses import dataclass, field

from .known import Known, known_partners, reaches_of
from .rows import Record, RowReader


@dataclass
class Plan:
    """What would come of a table. `known` are (row, id of the partner), `twice` (row, number of the earlier row)."""

    new: list[Record] = field(default_factory=list)
    known: list[tuple[Record, object]] = field(default_factory=list)
    twice: list[tuple[Record, int]] = field(default_factory=list)
    broken: list[Record] = field(default_factory=list)


def _tells_nobody(_done, _total):
    pass


def checked(table, chosen, *, default_kind="", tell=_tells_nobody) -> Plan:
    """Look at every row of a table ({"header": [...], "rows": [[number, cells], ...]}). Writes nothing."""
    reader = RowReader(table["header"], chosen, default_kind=default_kind)
    partners, in_table, plan = known_partners(), Known(), Plan()
    for place, (number, cells) in enumerate(table["rows"], 1):
        record = reader.read(number, cells)
        if record.errors:
            plan.broken.append(record)
        elif earlier := in_table.find(record):
            plan.twice.append((record, earlier))
        else:
            is_gone = "ended_on" in record.organisation
            in_table.add(number, name=record.name, kind=record.kind, reaches=reaches_of(record), is_gone=is_gone)
            if pk := partners.find(record):
                plan.known.append((record, pk))
            else:
                plan.new.append(record)
        tell(place, len(table["rows"]))
    return plan
