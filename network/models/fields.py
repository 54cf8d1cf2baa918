"""Fields of the network: opening hours, addresses in the web, keys that are compared byte by byte."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.hours import read_hours, written

# "0 09:00-12:00 13:00-16:00;4 09:00-12:30"
KEPT = re.compile(r"[0-6]( \d\d:\d\d-\d\d:\d\d)+(;[0-6]( \d\d:\d\d-\d\d:\d\d)+)*", re.ASCII)


class HoursField(models.CharField):
    """Hours in their kept form (`network.hours`); forms show and take them as people write them."""

    def formfield(self, **kwargs):
        return HoursFormField(max_length=self.max_length, required=not self.blank, label=self.verbose_name)


class HoursFormField(forms.CharField):
    """One line: "Mo–Do 9–12, 13–16; Fr 9–12"."""

    def __init__(self, **kwargs):
        super().__init__(**{"help_text": _("e.g. Mon–Thu 9–12, 13–16; Fri 9–12"), **kwargs})

    def prepare_value(self, value):
        """As people write it; what was typed and is refused stays as it was typed."""
        return written(value) if value and KEPT.fullmatch(value) else value

    def clean(self, value):
        kept = read_hours(super().clean(value))
        if len(kept) > self.max_length:
            raise ValidationError(_("These are too many opening hours."), code="hours")
        return kept


class WebField(models.URLField):
    """An address in the web; without a scheme it means https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class KeyField(models.CharField):
    """Compared byte by byte on both databases, so that words that begin alike stand together in the index."""

    def db_parameters(self, connection):
        found = super().db_parameters(connection)
        return {**found, "collation": "C"} if connection.vendor == "postgresql" else found
