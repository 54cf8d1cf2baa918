"""Forms of the product: what was typed stays, rules of the services appear at the field."""

import copy
import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DataError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .errors import DomainError

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)


class DateInput(forms.DateInput):
    """The browser's own date field; it speaks ISO, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(
            attrs={"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat(), **(attrs or {})}, format="%Y-%m-%d"
        )


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class ManyRows(forms.ModelMultipleChoiceField):
    """Several rows to choose from. An id too large for the database is no valid choice, and no error of ours."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except (OverflowError, DataError) as error:
            raise ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": "…"}
            ) from error


class DomainFormMixin:
    """Dates within reason, nothing remembered by the browser, and a DomainError becomes a message at its field."""

    broken_rule: DomainError | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def add_field(self, name, field):
        """One more field, of which the form learns only while it is made."""
        _dress(field)
        self.fields[name] = field

    def clean(self):
        """Lines end as they do in the database: the browser's \\r\\n would look like a change."""
        facts = super().clean()
        for name, value in facts.items():
            if isinstance(value, str):
                facts[name] = value.replace("\r\n", "\n")
        return facts

    def carry_out(self, service, **kwargs):
        """Run a service; returns what it returns, or None after putting its message at the field."""
        try:
            return service(**kwargs)
        except DomainError as error:
            self.broken_rule = error
            self.add_error(error.field if error.field in self.fields else None, error.message)
            return None


class DomainForm(DomainFormMixin, forms.Form):
    """A form whose fields are named by hand."""


class FactsForm(DomainFormMixin, forms.ModelForm):
    """A form over the fields of a model. It validates a copy of the row and never saves: services write."""

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=copy.copy(instance) if instance else None, **kwargs)

    def validate_constraints(self):
        """A broken constraint is told at the field that its code names, see `umstieg.core.constraints`."""
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            for field, messages in error.error_dict.items():
                for message in messages:
                    self.add_error(message.code if message.code in self.fields else _own(field), message)

    def save(self, commit=True):
        raise TypeError("Forms do not write, services do.")


def helper_for(*layout) -> FormHelper:
    """A crispy helper whose form tag, token and buttons stand in the template; without a layout all fields in order."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


def _dress(field):
    # What is typed about a client must not stay behind in the memory of the browser.
    field.widget.attrs.setdefault("autocomplete", "off")
    field.label = capfirst(field.label)
    field.error_messages["required"] = _("Please fill this in.")
    if isinstance(field, forms.DateField):
        field.widget = DateInput(attrs={"autocomplete": "off"})
        field.validators += [
            MinValueValidator(FIRST_DAY, _("This date lies too far back.")),
            MaxValueValidator(LAST_DAY, _("This date lies too far ahead.")),
        ]


def _own(field):
    """None for what Django files under all fields."""
    return None if field == NON_FIELD_ERRORS else field
