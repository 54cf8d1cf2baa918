"""What the check finds in a small table, for tests."""

from network.exchange.checking import checked
from network.exchange.columns import guessed


def plan_of(header, *rows, kind=""):
    """What the check finds in a table of our own headings; rows begin at 2 as in a program."""
    table = {"header": list(header), "rows": [[number, list(row)] for number, row in enumerate(rows, 2)]}
    return checked(table, guessed(header), default_kind=kind)


def errors_of(header, *rows):
    return [(one.number, *error) for one in plan_of(header, *rows).broken for error in one.errors]
