"""Saving a row with its rules: the message of a broken rule reaches the field of the form."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from .errors import DomainError


def check_and_save(row, *, only=None) -> None:
    """Check the fields of a row and save it (only some fields, if named); its constraints are the database's to hold.

    Only when the database refuses is it asked, rule by rule, which one was broken: to ask first would cost a statement
    for every rule and every key of a row that is right. Raises DomainError with the first message and its field.
    """
    try:
        row.clean_fields(exclude=_at_hand(row) | _untouched(row, only))
        row.clean()
    except ValidationError as error:
        raise _as_told(row, error) from error
    try:
        with transaction.atomic():
            row.save(**({"update_fields": only} if only else {}))
    except IntegrityError as refused:
        try:
            row.full_clean()
        except ValidationError as error:
            raise _as_told(row, error) from refused
        raise


def set_facts(row, facts: dict) -> list[str]:
    """Set attributes of a row; returns the names of those that differ now."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def _at_hand(row) -> set[str]:
    """Foreign keys whose row has been read already: that it exists need not be asked again."""
    return {one.name for one in row._meta.fields if one.is_relation and one.is_cached(row)}


def _untouched(row, only) -> set[str]:
    """Fields that are not saved; they were checked when they were."""
    return {one.name for one in row._meta.fields if only and not {one.name, one.attname} & set(only)}


def _as_told(row, error: ValidationError) -> DomainError:
    told = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    field, (broken, *_) = next(iter(told.items()))
    if field == NON_FIELD_ERRORS:  # a constraint; its code may name the field
        names = {each.name for each in row._meta.fields}
        field = broken.code if broken.code in names else None
    return DomainError(broken.messages[0], field=field)
