"""Keeping what stands beside the tips of the guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm, helper_for

from .queries import themes_by_pillar


class RuleForm(DomainForm):
    """The rule of the house to one tip; emptied, there is none any more."""

    text = forms.CharField(
        label=_("rule of the house"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How it is done here. Empty: there is no rule of our own any more."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("text")


class HelpedForm(DomainForm):
    """A short experience that names nobody."""

    text = forms.CharField(
        label=_("what has helped"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody here reads it. Nobody must be recognised in it: no name, no number, no day."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("text")


class ChecklistForm(DomainForm):
    """A list of the centre: one point a line."""

    title = forms.CharField(label=_("title"), max_length=80)
    theme = forms.ChoiceField(
        label=_("theme"),
        required=False,
        help_text=_("It is offered there first. Of a protected theme it is protected too."),
    )
    items = forms.CharField(
        label=_("points"),
        max_length=9000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One point a line, in the order in which they are shown. Lists already started stay as they are."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [
            ("", _("of no theme")),
            *((name, themes) for _key, name, themes in themes_by_pillar()),
        ]
        self.helper = helper_for("title", "theme", "items")

    def clean_items(self):
        return self.cleaned_data["items"].splitlines()
