"""A form that knows what it was opened with, so that two people do not undo each other's changes."""

import json

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _

from .forms import FactsForm, helper_for
from .meanwhile import ChangedMeanwhile, opened_with

LONGEST = 4000


def opening_field():
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)


class Opened:
    """For a form with an `opening_field` of the name `opened_with`: digests of what was held when the page was made.

    The form says in `held(row)` what a row holds now by name, in `spoken(name, value)` its label and value in words.
    """

    def open_with(self, row) -> None:
        """The page is made with what `row` holds now."""
        self._keep(opened_with(self.held(row)))

    def _keep(self, digests) -> None:
        text = json.dumps(digests)
        self.initial["opened_with"] = text
        if self.is_bound:
            self.data = self.data.copy()
            self.data["opened_with"] = text

    def seen(self) -> dict | None:
        """{field: digest} of what the page was made with; None where that was lost on the way."""
        try:
            found = json.loads(self.cleaned_data.get("opened_with") or "null")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def saved_meanwhile(self, row) -> list[tuple[str, str]]:
        """After a conflict: (label, value as it stands now) of what somebody else has saved. Goes on from there.

        Only what is told counts as seen from now on: what the form left alone it goes on leaving alone.
        """
        if not isinstance(self.broken_rule, ChangedMeanwhile):
            return []
        now = self.held(row)
        told = {name: now.get(name) for name in self.broken_rule.names}
        self._keep((self.seen() or {}) | opened_with(told))
        return [self.spoken(name, value) for name, value in told.items()]


class OpenedForm(Opened, FactsForm):
    """Over the fields of a model."""

    opened_with = opening_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.instance._state.adding:
            self.open_with(self.instance)

    def held(self, row) -> dict:
        """What `row` holds now, by field of the form."""
        return {name: getattr(row, name) for name in self._meta.fields if name in self.fields}

    def facts(self) -> dict:
        """What the form says, without what only the form needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "opened_with"}

    def spoken(self, name, value) -> tuple[str, str]:
        return self.fields[name].label, self._in_words(name, value)

    def _in_words(self, name, value) -> str:
        if value is None or value == "" or value == []:
            return _("empty")
        names = dict(self.fields[name].choices) if isinstance(self.fields[name], forms.ChoiceField) else {}
        if isinstance(value, list | tuple):
            names = names or dict(self.fields[name].choices)
            return ", ".join(str(names.get(one, one)) for one in value)
        if hasattr(value, "name"):
            return value.name
        return str(names.get(value, localize(value)))


def opened_helper_for(*layout):
    """`helper_for`, with what the form was opened with."""
    helper = helper_for(*layout)
    helper.render_hidden_fields = True
    return helper
