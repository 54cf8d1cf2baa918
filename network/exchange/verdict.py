"""What the check of a table has found, as plain values that are kept until she has decided."""

from collections import Counter

from .rows import said_of

FIRST = 3  # rows shown as they would become
MOST = 5_000  # messages, and rows, that are kept of each kind


def verdict_of(plan, header, chosen) -> dict:
    """Counts, the first rows, and everything that does not fit, by the row number of her program."""
    ready = sorted([*plan.new, *(record for record, _pk in plan.known)], key=lambda record: record.number)
    errors = [[record.number, heading, reason] for record in plan.broken for heading, reason in record.errors]
    return {
        "counts": {
            "new": len(plan.new),
            "known": len(plan.known),
            "twice": len(plan.twice),
            "broken": len(plan.broken),
            "errors": len(errors),
        },
        "first": [[record.number, said_of(record)] for record in ready[:FIRST]],
        "errors": errors[:MOST],
        "by_column": Counter(heading for _number, heading, _reason in errors).most_common(),
        "known": [[record.number, record.name, str(pk)] for record, pk in plan.known[:MOST]],
        "twice": [[record.number, record.name, earlier] for record, earlier in plan.twice[:MOST]],
        "left_out": [heading for heading, key in zip(header, chosen["columns"], strict=True) if heading and not key],
    }
