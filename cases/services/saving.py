"""Saving a row with its rules: the message of a broken rule reaches the field of the form."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from umstieg.core.errors import DomainError


def check_and_save(row, *, only=None) -> None:
    """Validate all of a row, constraints included, then save it (only some fields, if named).

    Raises DomainError with the first message and its field.
    """
    try:
        row.full_clean()
    except ValidationError as error:
        field, (broken, *_) = next(iter(error.error_dict.items()))
        if field == NON_FIELD_ERRORS:  # a constraint; its code may name the field
            names = {each.name for each in row._meta.fields}
            field = broken.code if broken.code in names else None
        raise DomainError(broken.messages[0], field=field) from error
    row.save(**({"update_fields": only} if only else {}))


def set_facts(row, facts: dict) -> list[str]:
    """Set attributes of a row; returns the names of those that differ now."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed
