"""Two people at the same facts: what one has not touched is left alone, and nobody overwrites what she has not seen.

A form carries a digest of every value it was opened with. Keyed digests tell nothing of the values.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from .crypto import keyed_digest
from .errors import ConflictError


class ChangedMeanwhile(ConflictError):
    """Somebody else has changed `names` since the form was opened, to something else than is to be saved."""

    def __init__(self, names, labels):
        super().__init__(
            _("Somebody else has changed this in the meantime: %(fields)s.") % {"fields": ", ".join(labels)}
        )
        self.names = names


def opened_with(values: dict) -> dict[str, str]:
    """{name: digest} of the values a form is opened with."""
    return {name: _digest(name, value) for name, value in values.items()}


def only_changed(facts: dict, held: dict, seen: dict | None, labels) -> dict:
    """Those of `facts` that differ from what was `seen` ({name: digest}; None: all of them).

    `held` is what stands there now. ChangedMeanwhile where that is neither what was seen nor what is to be saved.
    """
    if not seen:
        return facts
    changed, conflicts = {}, []
    for name, value in facts.items():
        wanted = _digest(name, value)
        if wanted == seen.get(name):
            continue
        if name in seen and _digest(name, held[name]) not in (seen[name], wanted):
            conflicts.append(name)
        changed[name] = value
    if conflicts:
        raise ChangedMeanwhile(conflicts, list(dict.fromkeys(str(labels[name]) for name in conflicts)))
    return changed


def still_to_change(row, facts: dict, seen: dict | None) -> dict:
    """`only_changed` of a row as it reads now, held by its transaction."""
    held = {name: getattr(row, name) for name in facts}
    return only_changed(facts, held, seen, {name: row._meta.get_field(name).verbose_name for name in facts})


def _digest(name, value):
    return keyed_digest("opened with", name, _plain(value))[:16]


def _plain(value) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):  # 520 and 520.00 are the same
        return format(value.normalize(), "f")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "|".join(sorted(_plain(one) for one in value))
    return str(value).replace("\r\n", "\n").strip()
