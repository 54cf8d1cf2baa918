"""Model fields that hold the key of a code, and the form fields that offer the codes."""

from django import forms
from django.db import models

from umstieg.core.fields import EncryptedCharField, EncryptedJSONField

from .queries import choices, grouped_choices

KEY_LENGTH = 40


class _ListKey:
    """Remembers which list a model field takes its keys from."""

    is_list = False  # of several keys in one column

    def __init__(self, *args, codelist=None, **kwargs):
        self.codelist = codelist
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "codelist": self.codelist}


class CodeField(_ListKey, models.CharField):
    """One code, stored in clear. Empty = not asked; `keine_angabe` = asked, not told."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": KEY_LENGTH, "blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs):
        return code_form_field(self, **kwargs)


class CodesField(_ListKey, models.TextField):
    """Several codes in clear, a list of keys; stored as "|a|b|", so that a single one is found by `contains`."""

    is_list = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def to_python(self, value):
        return value if isinstance(value, list) else [key for key in (value or "").split("|") if key]

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def get_prep_value(self, value):
        if isinstance(value, list):
            return f"|{'|'.join(value)}|" if value else ""
        return super(models.TextField, self).get_prep_value(value)

    def formfield(self, **kwargs):
        return CodesChoice(self.codelist, required=not self.blank, label=self.verbose_name, help_text=self.help_text)


class EncryptedCodeField(_ListKey, EncryptedCharField):
    """One code of a list that says much about a person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": KEY_LENGTH, "blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs):
        return code_form_field(self, **kwargs)


class EncryptedCodeListField(_ListKey, EncryptedJSONField):
    """Several codes, as a list of keys."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def formfield(self, **kwargs):
        return CodesChoice(self.codelist, required=not self.blank, label=self.verbose_name, help_text=self.help_text)


def code_form_field(field, **kwargs):
    """The form field of a model field with one code."""
    return CodeChoice(field.codelist, required=not field.blank, label=field.verbose_name, help_text=field.help_text)


class CodeChoice(forms.ChoiceField):
    """A select with the codes valid today; `keep` adds those the record already holds."""

    def __init__(self, codelist, *, empty_label="", known_only=False, **kwargs):
        self.codelist, self.empty_label, self.known_only = codelist, empty_label, known_only
        super().__init__(**kwargs)
        self.offer()

    def offer(self, keep=(), on=None):
        """Load the choices when they are needed, not when the form class is made."""
        first = [] if self.required and not self.empty_label else [("", self.empty_label or "–")]
        self.choices = lambda: first + choices(self.codelist, on=on, keep=keep, known_only=self.known_only)


class CodesChoice(forms.MultipleChoiceField):
    """Chips with the codes valid today, under the names of their groups."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, codelist, **kwargs):
        self.codelist = codelist
        super().__init__(**kwargs)
        self.offer()

    def offer(self, keep=(), on=None):
        self.choices = lambda: grouped_choices(self.codelist, on=on, keep=keep, known_only=True)
