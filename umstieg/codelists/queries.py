"""Reading lists: labels for a page, choices for a form. All lists are read at once and kept in the process."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language

from umstieg.core.collation import sort_key
from umstieg.core.kept import kept

from .catalogue import shipped
from .models import KEPT, Code

NO_DAY = datetime.date.min


@dataclass
class Lists:
    """All codes and labels: {list: [(key, group, from, to) in order]} and {language: {(list, key): [dated texts]}}."""

    codes: dict = field(default_factory=lambda: defaultdict(list))
    labels: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))


@kept(KEPT)
def all_lists() -> Lists:
    """Every list in one statement."""
    lists, seen = Lists(), set()
    rows = Code.objects.order_by("list_key", "order", "pk").values_list(
        "pk",
        "list_key",
        "key",
        "group",
        "valid_from",
        "valid_to",
        "labels__language",
        "labels__text",
        "labels__valid_from",
        "labels__valid_to",
    )
    for pk, list_key, key, group, start, end, language, text, label_start, label_end in rows:
        if pk not in seen:
            seen.add(pk)
            lists.codes[list_key].append((key, group, start, end))
        if language:
            lists.labels[language][list_key, key].append((text, label_start, label_end))
    for of_language in lists.labels.values():
        for dated in of_language.values():
            dated.sort(key=lambda label: label[1] or NO_DAY)
    return lists


def _valid(start, end, on):
    return (not start or start <= on) and (not end or on <= end)


class Labels:
    """Labels of some lists: `labels("topic", "konto")`, or as of a day: `labels(…, on=day)`."""

    def __init__(self, *lists: str, language: str | None = None):
        self._lists = set(lists)
        self._labels = all_lists().labels.get((language or get_language() or "de")[:2], {})

    def __call__(self, list_key: str, key: str | None, on: datetime.date | None = None) -> str:
        """The label valid on a day (today); an unknown key reads as itself, an empty one as ""."""
        if not key:
            return ""
        dated = self._labels.get((list_key, key)) if list_key in self._lists else None
        if not dated:
            return key
        if len(dated) == 1:
            return dated[0][0]
        on = on or timezone.localdate()
        return next((text for text, start, end in dated if _valid(start, end, on)), dated[-1][0])

    def many(self, list_key: str, keys, on: datetime.date | None = None) -> list[str]:
        return [self(list_key, key, on) for key in keys or ()]


ALPHABETICAL = ("country", "language")
UNKNOWN = "unknown"  # the group of "unclear" and "not stated" that every list has


def keys_of(list_key: str, *, on: datetime.date | None = None, keep=(), known_only=False) -> list[str]:
    """Keys that may be chosen on a day, in order.

    `keep` stays in although ended (a record already holds it). `known_only` leaves out "unclear" and "not stated",
    for what the person at the form knows anyhow.
    """
    on = on or timezone.localdate()
    return [
        key
        for key, group, start, end in all_lists().codes.get(list_key, ())
        if key in keep or (_valid(start, end, on) and not (known_only and group == UNKNOWN))
    ]


def choices(list_key: str, *, on: datetime.date | None = None, keep=(), known_only=False) -> list[tuple[str, str]]:
    """(key, label) pairs for a form field, as of a day; see `keys_of`."""
    labels = Labels(list_key)
    if list_key in ALPHABETICAL and (get_language() or "de")[:2] != "de":  # the shipped order is the German one
        keys = keys_of(list_key, on=on, keep=keep, known_only=known_only)
        return sorted(((key, labels(list_key, key, on)) for key in keys), key=lambda pair: sort_key(pair[1]))
    return [(key, labels(list_key, key, on)) for key in keys_of(list_key, on=on, keep=keep, known_only=known_only)]


def grouped_choices(list_key: str, *, on: datetime.date | None = None, keep=(), known_only=False) -> list:
    """Choices under the labels of their groups, for long lists of chips."""
    group_of = {key: group for key, group, *_dates in all_lists().codes.get(list_key, ())}
    names = shipped()[list_key].groups
    language = (get_language() or "de")[:2]
    grouped = defaultdict(list)
    for key, label in choices(list_key, on=on, keep=keep, known_only=known_only):
        grouped[group_of[key]].append((key, label))
    return [(names[group][language], grouped[group]) for group in names if grouped[group]]


def keys_in_group(list_key: str, *groups: str) -> set[str]:
    """All codes of a list that belong to the given groups, ended ones too: what rules and indicators count by."""
    return {key for key, group, *_dates in all_lists().codes.get(list_key, ()) if group in groups}


def group_of(list_key: str, key: str) -> str:
    """The group that a code belongs to; "" for an unknown or empty one."""
    return next((group for held, group, *_dates in all_lists().codes.get(list_key, ()) if held == key), "")
