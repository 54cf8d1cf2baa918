"""Noting the state of a theme: one choice, everything else is voluntary."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm, helper_for
from umstieg.guide.enums import ThemeState

from .client import CHIPS


class ThemeForm(DomainForm):
    """How a theme stands, since when, and what belongs to it."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=ThemeState.choices, widget=forms.RadioSelect)
    since_on = forms.DateField(
        label=_("since"),
        required=False,
        help_text=_("Empty: since today, or as before where the state stays the same."),
    )
    note = forms.CharField(label=_("note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Field("state", template=CHIPS), Div("since_on", css_class="pair"), "note")
