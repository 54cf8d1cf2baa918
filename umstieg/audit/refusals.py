"""What the event of a refusal names: the random ids of the address, and the case that something in it belongs to.

They are looked up only after somebody was refused; a page that is shown costs no statement more.
"""

import uuid
from collections.abc import Callable

_case_of: dict[str, Callable[[uuid.UUID], uuid.UUID | None]] = {}


def register(finders: dict[str, Callable[[uuid.UUID], uuid.UUID | None]]) -> None:
    """{name of an id in addresses: finds the id of the case it belongs to, or None}."""
    _case_of.update(finders)


def ids_of(kwargs) -> str:
    """The ids of an address; they are random and tell nothing. Anything else in the address is left out."""
    ids = {name: value for name, value in kwargs.items() if isinstance(value, uuid.UUID)}
    cases = (_case_of[name](value) for name, value in ids.items() if name in _case_of)
    return " ".join(str(value) for value in (*ids.values(), *filter(None, cases)))
