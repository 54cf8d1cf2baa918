"""Amounts in Euro as people type them: "1.234,50", "12,5", "1 234 €"; in English "1,234.50"."""

import decimal
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CENT = decimal.Decimal("0.01")
_SIGNS = re.compile(r"€|\beur(?:o)?\b|[\s\u00a0\u202f'’]", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d+(\.\d*)?|-?\.\d+", re.ASCII)


def parse_euro(text: str, language: str = "") -> decimal.Decimal:
    """The amount a text means in a language (of the page). Raises ValueError where it means none.

    A dot in German, a comma in English, parts thousands where three digits follow; else it is read as the other sign,
    as many phones offer only one of them.
    """
    decimals, thousands = (".", ",") if (language or get_language() or "de").startswith("en") else (",", ".")
    plain = re.sub(r",-{1,2}$", "", _SIGNS.sub("", text))
    whole, mark, part = plain.partition(decimals)
    if mark:
        plain = f"{_joined(whole, thousands)}.{part}"
    elif re.fullmatch(rf"-?\d{{1,3}}({re.escape(thousands)}\d{{3}})+", plain, re.ASCII):
        plain = plain.replace(thousands, "")
    else:
        plain = plain.replace(thousands, ".")
    if not _PLAIN.fullmatch(plain):
        raise ValueError(text)
    return decimal.Decimal(plain)


def _joined(whole, thousands):
    """Digits without the sign between thousands, which stands before every third digit or nowhere."""
    if thousands in whole and not re.fullmatch(rf"-?\d{{1,3}}({re.escape(thousands)}\d{{3}})+", whole, re.ASCII):
        raise ValueError(whole)
    return whole.replace(thousands, "")


def plain_euro(value) -> str:
    """An amount for a field: "1234,50" in German; "" for None."""
    return "" if value is None else number_format(value, 2, use_l10n=True)


class EuroField(forms.DecimalField):
    """An amount in Euro with two decimals at most, typed as people write it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {
        "invalid": _("Please write an amount such as 1,234.50."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 8, "decimal_places": 2, **kwargs, "localize": False})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, decimal.Decimal):
            return value
        try:
            return parse_euro(str(value))
        except (ValueError, decimal.InvalidOperation) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value):
        """What was typed stays as it was typed."""
        return plain_euro(value) if isinstance(value, decimal.Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
