"""The names an event may have. Every app registers its own in its AppConfig; an unknown name is refused.

A name reads `<noun>.<past verb>`. The label is what the auditor reads; it never holds anything of a client.
"""

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register(labels: dict[str, str | Promise]) -> None:
    """Make event names known, with their labels."""
    _labels.update(labels)


def label_of(name: str):
    """The label of an event name; the name itself where an old event is no longer registered."""
    return _labels.get(name, name)


def is_registered(name: str) -> bool:
    return name in _labels


def all_labels() -> dict:
    return dict(_labels)
