"""Database constraints with a message for the person at the form. Every pair and every order of dates gets one.

`violation_error_code` names the field at which a form shows the message.
"""

from django.db.models import CheckConstraint, F, Q


def both_or_neither(first: str, second: str, *, name: str, message: str) -> CheckConstraint:
    """Two columns are filled together or not at all."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_code=second,
        violation_error_message=message,
    )


def not_before(later: str, earlier: str, *, name: str, message: str) -> CheckConstraint:
    """`later` is empty or not before `earlier`."""
    return CheckConstraint(
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        name=name,
        violation_error_code=later,
        violation_error_message=message,
    )


def one_of(field: str, choices, *, name: str) -> CheckConstraint:
    """A column holds one of the values of a TextChoices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)
