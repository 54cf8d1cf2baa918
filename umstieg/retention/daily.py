"""What goes by itself every day: each app names it in its `retention.py` as DAILY, beside its RULES.

DAILY holds pairs of words for people and a function `(now=None) -> int` that destroys what is over and returns how
much. Where the rows are audited, the function is a service and leaves an event.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from .registry import our_packages


def daily_tasks() -> Iterator[tuple[str, object]]:
    """(what goes, function) of all apps."""
    for package in our_packages():
        if find_spec(f"{package}.retention") and package != "umstieg.retention":
            yield from getattr(import_module(f"{package}.retention"), "DAILY", ())
