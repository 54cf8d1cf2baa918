"""A form that knows what it was opened with, so that two people do not undo each other's changes."""

import json

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _

from .forms import FactsForm, helper_for
from .meanwhile import ChangedMeanwhile, opened_with

LONGEST = 4000


class OpenedForm(FactsForm):
    """Over the fields of a model, with digests of what it held when the page was made."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.instance._state.adding:
            self.open_with(self.instance)

    def held(self, row) -> dict:
        """What `row` holds now, by field of the form."""
        return {name: getattr(row, name) for name in self._meta.fields if name in self.fields}

    def open_with(self, row) -> None:
        """The page is made with what `row` holds now."""
        text = json.dumps(opened_with(self.held(row)))
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

    def facts(self) -> dict:
        """What the form says, without what only the form needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "opened_with"}

    def saved_meanwhile(self, row) -> list[tuple[str, str]]:
        """After a conflict: (label, value as it stands now) of what somebody else has saved. Goes on from there."""
        if not isinstance(self.broken_rule, ChangedMeanwhile):
            return []
        now = self.held(row)
        self.open_with(row)
        return [(self.fields[name].label, self._spoken(name, now[name])) for name in self.broken_rule.names]

    def _spoken(self, name, value) -> str:
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
