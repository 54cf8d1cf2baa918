"""What the check of a table has found, as plain values that are kept until she has decided, and what came of it."""

from collections import Counter

from .filling import fill, held_partners
from .rows import said_of

FIRST = 3  # rows shown as they would become
MOST = 5_000  # messages, and rows, that are kept of each kind


def verdict_of(plan, header, chosen, *, by) -> dict:
    """Counts, what would be new, what would be filled in, and what does not fit, by the row number of her program."""
    errors = [[record.number, heading, reason] for record in plan.broken for heading, reason in record.errors]
    told = fillings_of(plan.known, by=by)
    return {
        "counts": {
            "new": len(plan.new),
            "known": len(plan.known),
            "twice": len(plan.twice),
            "broken": len(plan.broken),
            "errors": len(errors),
        },
        "first": [[record.number, said_of(record)] for record in plan.new[:FIRST]],
        "new": [[record.number, record.name] for record in plan.new[FIRST:MOST]],
        "errors": errors[:MOST],
        "by_column": Counter(heading for _number, heading, _reason in errors).most_common(),
        "filling": sums_of(told),
        "known": [
            [record.number, record.name, str(pk), filling.filled, filling.kept, filling.beside]
            for record, pk, filling in told[:MOST]
        ],
        "twice": [[record.number, record.name, earlier] for record, earlier in plan.twice[:MOST]],
        "left_out": [heading for heading, key in zip(header, chosen["columns"], strict=True) if heading and not key],
    }


def settled_verdict(counts, told) -> dict:
    """What came of a table: numbers, and of partners we have which columns were filled in and which stayed.

    `told` are (row, id, Filling). Of what the table held only the labels of columns are kept.
    """
    rows = [
        [record.number, str(pk), filling.filled, [label for label, *_values in filling.kept], filling.beside]
        for record, pk, filling in told[:MOST]
    ]
    return {"counts": counts, "filling": sums_of(told), "known": rows}


def fillings_of(known, *, by) -> list:
    """(row, id, Filling) of rows that mean a partner we have; writes nothing."""

    def nothing(*_facts):
        pass

    return [
        (record, held.organisation.pk, fill(record, held, by=by, change=nothing, add=nothing))
        for some in held_partners(known)
        for record, held in some
    ]


def sums_of(told) -> dict:
    """How many partners get something, how many values are filled in, stay or are not read in, and by column."""
    filled = Counter(label for _row, _pk, filling in told for label in filling.filled)
    kept = Counter(label for _row, _pk, filling in told for label, *_values in filling.kept)
    beside = Counter(label for _row, _pk, filling in told for label in filling.beside)
    return {
        "partners": len({pk for _row, pk, filling in told if filling.filled}),
        "filled": filled.total(),
        "kept": kept.total(),
        "beside": beside.total(),
        "filled_by": filled.most_common(),
        "kept_by": kept.most_common(),
        "beside_by": beside.most_common(),
    }
