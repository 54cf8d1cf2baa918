"""Somebody of the network: contact person, language mediator, volunteer."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from network.enums import ContactKind
from network.models import ContactPerson, Organisation
from umstieg.core.opened import OpenedForm, opened_helper_for

from .organisation import combo_words, offer_languages, partner_label


class PersonForm(OpenedForm):
    """Name and kind are needed. `organisation` is chosen only where it is not given by the page."""

    class Meta:
        model = ContactPerson
        fields = [
            "name",
            "kind",
            "organisation",
            "function",
            "phone",
            "email",
            "languages",
            "hours",
            "hours_note",
            "since",
            "until",
            "trained_on",
            "is_leisure_only",
            "accompanied_by",
            "note",
        ]
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, colleagues, organisation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(EmailValidator())
        self.fields["accompanied_by"].queryset = colleagues
        self.fields["accompanied_by"].empty_label = _("nobody")
        self.fields["accompanied_by"].help_text = _("Volunteers must be accompanied by one of us (guide 2.3).")
        if organisation is not None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.living().order_by("name", "pk")
            self.fields["organisation"].empty_label = _("by herself, of no organisation")
            self.fields["organisation"].label_from_instance = partner_label
            self.fields["organisation"].widget.attrs |= combo_words()
        place = ["organisation"] if "organisation" in self.fields else []
        self.helper = opened_helper_for(
            "name",
            "kind",
            *place,
            "function",
            Div("phone", "email", css_class="pair"),
            offer_languages(self),
            Div("hours", "hours_note", css_class="pair"),
            Div("since", "until", css_class="pair"),
            "note",
            Fieldset(
                str(_("For volunteers")),
                Div("trained_on", "accompanied_by", css_class="pair"),
                "is_leisure_only",
            ),
        )

    def clean(self):
        """For everybody but volunteers "leisure only" means nothing."""
        facts = super().clean()
        if facts.get("kind") and facts["kind"] != ContactKind.VOLUNTEER:
            facts["is_leisure_only"] = self.instance.is_leisure_only = True
        return facts
