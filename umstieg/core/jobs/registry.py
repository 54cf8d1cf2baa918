"""Which kinds of jobs there are. Every app names its own in `<app>/jobs.py`, which is read when one is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Kind:
    """A kind of job: the words above its page, the permission its owner must hold, and what does it."""

    name: str
    title: str | Promise
    permission: object
    carry_out: Callable


class UnknownKind(LookupError):
    """No app has registered a job of this kind."""


_kinds: dict[str, Kind] = {}


def job(name: str, *, title, permission):
    """Decorator: this function does the jobs of a kind. `name` reads "app.noun"; `title` names nobody."""

    def register(carry_out):
        if name in _kinds and _kinds[name].carry_out.__module__ != carry_out.__module__:
            raise ValueError(f"Two apps have jobs of the kind {name!r}.")
        _kinds[name] = Kind(name, title, permission, carry_out)
        return carry_out

    return register


def kind_of(name: str) -> Kind:
    """The kind of this name; UnknownKind where there is none."""
    _discover()
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No app has a job of the kind {name!r}.") from None


@cache
def _discover():
    autodiscover_modules("jobs")
