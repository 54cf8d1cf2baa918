"""What hardly ever changes and every page needs, kept in the process for half a minute: code lists, the centre's name.

    @kept("centre")
    def shown_centre(): ...              # reads the database at most every KEPT_SECONDS

    forget("centre")                     # whoever writes it says so; the other processes follow within KEPT_SECONDS

Never for rights, and never for anything of a client: those are read anew with every request.
"""

import math
import time
from functools import wraps

from django.db import transaction

KEPT_SECONDS = 30

_held: dict[str, tuple[float, object]] = {}


def kept(name: str):
    """Keep what a function without arguments returns. It is shared by all requests of the process: change it never."""

    def decorate(load):
        @wraps(load)
        def answer():
            until, value = _held.get(name, (0.0, None))
            if time.monotonic() >= until:
                value = load()
                _held[name] = time.monotonic() + KEPT_SECONDS, value
            return value

        return answer

    return decorate


def forget(name: str) -> None:
    """It is being changed: read it anew, now and once more when the change stands.

    The second time, because another thread may have read the old state in between.
    """
    _held.pop(name, None)
    transaction.on_commit(lambda: _held.pop(name, None))


def now_kept() -> dict:
    """What is kept at this moment, by name."""
    return {name: value for name, (_until, value) in _held.items()}


def keep_only(values: dict) -> None:
    """Keep exactly this, without end: the state from which every test begins."""
    _held.clear()
    _held.update({name: (math.inf, value) for name, value in values.items()})
