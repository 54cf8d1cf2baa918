"""Correcting what stands in a file: how it read before is kept as a version, the new text is read from now on."""

import datetime

from cases.models.version import EarlierVersion
from umstieg.core.errors import ConflictError
from umstieg.core.saving import check_and_save, set_facts


def under_lock(row, version, *, refusal):
    """The row as it is now; ConflictError where it reads otherwise than when the correction was written."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.version != version:
        raise ConflictError(refusal)
    return row


def correct(row, facts: dict, earlier: EarlierVersion, *, check) -> bool:
    """Set `facts` and keep `earlier`, how `row` read until now. False where nothing differs: nothing is written."""
    if not set_facts(row, facts):
        return False
    check_and_save(earlier)
    row.version += 1
    check(row)
    check_and_save(row)
    return True


def facts_of(row, names) -> dict:
    """What a version keeps: plain values, times in ISO format."""
    facts = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime.datetime) else value for name, value in facts.items()}
