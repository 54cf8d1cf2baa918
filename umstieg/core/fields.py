"""Model fields that are encrypted in the database. In Python and in forms they behave like their plain kin.

They can be compared with nothing but NULL: a filter raises FieldError, because the database only knows ciphertext.
What must be found again has a blind index (`umstieg.core.blindindex`). Sort in Python.
"""

import datetime
import decimal
import json

from django import forms
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.expressions import Case
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from .crypto import seal, unseal


class EncryptedField(models.Field):
    """Base of all encrypted fields: stores text, refuses every lookup but isnull and every SQL expression."""

    encrypted = True
    rows_at_once = 500  # whoever reads a table through holds that many values in memory

    def get_internal_type(self):
        return "TextField"

    @property
    def place(self):
        """What the ciphertext is bound to; renaming table or column needs a re-encrypting migration."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_text(self, value):
        return str(value)

    def from_text(self, text):
        return text

    def to_bytes(self, value):
        return self.to_text(value).encode("utf-8", "surrogatepass")

    def from_bytes(self, content):
        return self.from_text(content.decode("utf-8", "surrogatepass"))

    def get_prep_value(self, value):
        return value if hasattr(value, "as_sql") else self.to_python(value)

    def get_db_prep_save(self, value, connection):
        if hasattr(value, "as_sql"):
            if isinstance(value, Case | Cast):
                return value  # made by bulk_update; its inner values come back here one by one
            raise FieldError(f"{self}: an expression would be stored unencrypted.")
        value = self.to_python(value)
        return None if value is None else seal(self.to_bytes(value), self.place)

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.from_bytes(unseal(value, self.place))

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self} is encrypted: lookup '{lookup_name}' is impossible, use the blind index.")

    def get_transform(self, lookup_name):
        return None


class EncryptedTextField(EncryptedField, models.TextField):
    """Long text. Empty text is stored encrypted too, so that nobody sees which notes are empty.

    `max_length` holds in full_clean as well, other than in Django's own TextField.
    """

    @cached_property
    def validators(self):
        longest = [] if self.max_length is None else [MaxLengthValidator(self.max_length)]
        return [*super().validators, *longest]


class EncryptedCharField(EncryptedField, models.CharField):
    """Short text; `max_length` counts characters of the text and holds in forms and in full_clean."""


class EncryptedDateField(EncryptedField, models.DateField):
    """A date, stored as encrypted ISO text."""

    def to_text(self, value):
        return value.isoformat()

    def from_text(self, text):
        return datetime.date.fromisoformat(text)


class EncryptedBooleanField(EncryptedField, models.BooleanField):
    """Yes or no (with `null` also: not asked), where the answer tells something about a person."""

    def to_text(self, value):
        return "1" if value else "0"

    def from_text(self, text):
        return text == "1"


class EncryptedIntegerField(EncryptedField, models.IntegerField):
    """A whole number, stored as encrypted text."""

    @property
    def validators(self):
        return [*self.default_validators, *self._validators]  # the database's range does not matter for text

    def from_text(self, text):
        return int(text)

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": forms.IntegerField, **kwargs})


class EncryptedDecimalField(EncryptedField, models.DecimalField):
    """An exact number, stored as encrypted text; digits and places hold in forms and in full_clean."""

    def to_text(self, value):
        return format(value, "f")

    def from_text(self, text):
        return decimal.Decimal(text)


class EncryptedJSONField(EncryptedField):
    """Lists and dictionaries of plain values; `default` must be callable (`list`, `dict`)."""

    def to_python(self, value):
        return value

    def to_text(self, value):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)

    def from_text(self, text):
        return json.loads(text)


class EncryptedBytesField(EncryptedField):
    """A piece of a file. Stored as text like all the others, so that rotation and check know one form only."""

    rows_at_once = 16

    def to_bytes(self, value):
        return bytes(value)

    def from_bytes(self, content):
        return content


def encrypted_fields(model) -> list[EncryptedField]:
    """The encrypted fields of a model, in the order of its columns."""
    return [field for field in model._meta.concrete_fields if getattr(field, "encrypted", False)]
