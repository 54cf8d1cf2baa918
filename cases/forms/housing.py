"""Forms about housing: every field but the first is voluntary."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Address, Dwelling, FlatSearch
from umstieg.core.money import EuroField
from umstieg.core.opened import OpenedForm, opened_helper_for


class DwellingForm(OpenedForm):
    """A place she lives at."""

    class Meta:
        model = Dwelling
        fields = [
            "kind",
            "registered",
            "started_on",
            "ended_on",
            "is_temporary",
            "stay_until_on",
            "is_threatened",
            "household",
            "note",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].empty_label = "–"
        self.fields["kind"].offer(keep=[self.instance.kind])
        self.fields["registered"].offer(keep=[self.instance.registered])
        self.fields["ended_on"].help_text = _("Empty: she still lives there.")
        self.fields["stay_until_on"].help_text = _("You are reminded of it in time.")
        self.fields["household"].help_text = _("Herself and children counted in.")
        self.helper = opened_helper_for(
            Div("kind", "registered", css_class="pair"),
            Div("started_on", "ended_on", css_class="pair"),
            "is_temporary",
            Div("stay_until_on", "household", css_class="pair"),
            "is_threatened",
            "note",
        )


class AddressForm(OpenedForm):
    """An address, and what it is good for."""

    class Meta:
        model = Address
        fields = ["kind", "text", "started_on", "ended_on", "note"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = _("A postal address is no registered address.")
        self.fields["ended_on"].help_text = _("Empty: it still holds.")
        self.helper = opened_helper_for("kind", "text", Div("started_on", "ended_on", css_class="pair"), "note")


class FlatSearchForm(OpenedForm):
    """A flat that was found, and what came of it."""

    class Meta:
        model = FlatSearch
        fields = ["what", "found_on", "rent", "state", "viewing_on", "note"]
        field_classes = {"rent": EuroField}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].help_text = _("For example: one room near the harbour, 38 m².")
        self.helper = opened_helper_for(
            "what",
            Div("found_on", "rent", css_class="pair"),
            Div("state", "viewing_on", css_class="pair"),
            "note",
        )
