"""Forms about money: every field but the first is voluntary."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Income
from umstieg.core.forms import FactsForm, helper_for


class IncomeForm(FactsForm):
    """One source she lives on."""

    class Meta:
        model = Income
        fields = ["source", "amount", "started_on", "ended_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        localized_fields = ["amount"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].empty_label = "–"
        self.fields["source"].offer(keep=[self.instance.source])
        self.fields["ended_on"].help_text = _("Empty: it still comes in.")
        self.helper = helper_for(
            Div("source", "amount", css_class="pair"), Div("started_on", "ended_on", css_class="pair"), "note"
        )
