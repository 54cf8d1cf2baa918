"""Reading lists: labels for a page in one query, choices for a form."""

import datetime
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from umstieg.core.collation import sort_key

from .catalogue import shipped
from .models import Code, CodeLabel


class Labels:
    """Labels of some lists in one query: `labels("topic", "konto")`, or as of a day: `labels(…, on=day)`."""

    def __init__(self, *lists: str, language: str | None = None):
        language = (language or get_language() or "de")[:2]
        self._labels = defaultdict(list)
        rows = CodeLabel.objects.filter(code__list_key__in=lists, language=language).order_by("valid_from")
        for list_key, key, text, start, end in rows.values_list(
            "code__list_key", "code__key", "text", "valid_from", "valid_to"
        ):
            self._labels[list_key, key].append((text, start, end))

    def __call__(self, list_key: str, key: str | None, on: datetime.date | None = None) -> str:
        """The label valid on a day (today); an unknown key reads as itself, an empty one as ""."""
        if not key:
            return ""
        dated = self._labels.get((list_key, key))
        if not dated:
            return key
        on = on or timezone.localdate()
        return next(
            (text for text, start, end in dated if (not start or start <= on) and (not end or on <= end)), dated[-1][0]
        )

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
    valid = (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
    if known_only:
        valid &= ~Q(group=UNKNOWN)
    return list(
        Code.objects.filter(valid | Q(key__in=[k for k in keep if k]), list_key=list_key)
        .order_by("order", "pk")
        .values_list("key", flat=True)
    )


def choices(list_key: str, *, on: datetime.date | None = None, keep=(), known_only=False) -> list[tuple[str, str]]:
    """(key, label) pairs for a form field, as of a day; see `keys_of`."""
    labels = Labels(list_key)
    if list_key in ALPHABETICAL and (get_language() or "de")[:2] != "de":  # the shipped order is the German one
        keys = keys_of(list_key, on=on, keep=keep, known_only=known_only)
        return sorted(((key, labels(list_key, key, on)) for key in keys), key=lambda pair: sort_key(pair[1]))
    return [(key, labels(list_key, key, on)) for key in keys_of(list_key, on=on, keep=keep, known_only=known_only)]


def grouped_choices(list_key: str, *, on: datetime.date | None = None, keep=(), known_only=False) -> list:
    """Choices under the labels of their groups, for long lists of chips."""
    group_of = dict(Code.objects.filter(list_key=list_key).values_list("key", "group"))
    names = shipped()[list_key].groups
    language = (get_language() or "de")[:2]
    grouped = defaultdict(list)
    for key, label in choices(list_key, on=on, keep=keep, known_only=known_only):
        grouped[group_of[key]].append((key, label))
    return [(names[group][language], grouped[group]) for group in names if grouped[group]]


def keys_in_group(list_key: str, *groups: str) -> set[str]:
    """All codes of a list that belong to the given groups, ended ones too: what rules and indicators count by."""
    return set(Code.objects.filter(list_key=list_key, group__in=groups).values_list("key", flat=True))
