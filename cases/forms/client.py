"""Forms about the client. Nothing is asked that help would depend on (113-03, 114-13)."""

import re

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ChannelKind, IdentityKind, LanguageLevel
from cases.models import Client, ClientLanguage, ContactChannel
from umstieg.core.forms import FactsForm, helper_for
from umstieg.core.opened import OpenedForm

CHIPS = "components/chips_field.html"
FEWEST_DIGITS, MOST_DIGITS = 6, 15  # of a phone number that can be dialled


class ClientForm(OpenedForm):
    """All that may be known of a client."""

    class Meta:
        model = Client
        fields = [
            "identity_kind",
            "pseudonym",
            "name",
            "names_used",
            "pronoun",
            "code_word",
            "gender",
            "gender_description",
            "birth_year",
            "age",
            "age_told_on",
            "nationality",
            "residence_place",
            "contact_rule",
        ]
        widgets = {"identity_kind": forms.RadioSelect, "contact_rule": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["identity_kind"].help_text = _(
            "All help is open in each of the three. Anonymous: name, place and year of birth are deleted for good."
        )
        for name in ("gender", "nationality"):
            self.fields[name].offer(keep=[getattr(self.instance, name)])
        if not self.is_bound:
            self.open_with(self.instance)
        self.helper = helper_for(
            Field("identity_kind", template=CHIPS),
            Div(
                "pseudonym",
                Div("name", css_class="not-anonymous"),
                "names_used",
                "pronoun",
                "code_word",
                css_class="pair",
            ),
            Fieldset(
                _("About the person"),
                Div("gender", "gender_description", css_class="pair"),
                Div(Div("birth_year", css_class="not-anonymous"), "age", "age_told_on", css_class="pair"),
                Div("nationality", Div("residence_place", css_class="not-anonymous"), css_class="pair"),
            ),
            Fieldset(_("Reaching safely"), "contact_rule"),
            "opened_with",
        )

    def clean(self):
        facts = super().clean()
        if facts.get("age") and not facts.get("age_told_on") and "age_told_on" not in self.errors:
            facts["age_told_on"] = timezone.localdate()
        if facts.get("identity_kind") == IdentityKind.NAMED and not facts.get("name") and "name" not in self.errors:
            self.add_error("name", _("Kept with the name: then a name belongs here."))
        return facts


def hint_about(facts) -> str:
    """A soft word about a number or address that looks odd. It is saved as it was typed: who knows better, may."""
    kind, value = facts.get("kind"), facts.get("value", "")
    digits = sum(letter.isdigit() for letter in value)
    if kind in (ChannelKind.CALL, ChannelKind.TEXT_MESSAGE) and not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        return _("This number is unusually short or long. It is saved as you typed it.")
    if kind == ChannelKind.EMAIL and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value.strip()):
        return _("This does not look like an e-mail address. It is saved as you typed it.")
    return ""


class ChannelForm(FactsForm):
    """A way of contact and the rules that keep her safe when it is used."""

    class Meta:
        model = ContactChannel
        fields = ["kind", "value", "times", "sender_name", "who_may_hear", "no_voicemail", "is_usable"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [pair for pair in self.fields["kind"].choices if pair[0]]
        self.helper = helper_for(
            Field("kind", template=CHIPS),
            "value",
            Fieldset(
                _("So that it stays safe"),
                Div("times", "sender_name", "who_may_hear", css_class="pair"),
                "no_voicemail",
                "is_usable",
            ),
        )


class LanguageForm(FactsForm):
    """A language she speaks (111-09)."""

    class Meta:
        model = ClientLanguage
        fields = ["language", "level", "needs_mediation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # the language itself is another entry
            del self.fields["language"]
            self.fields["level"].choices = [("", "–"), *LanguageLevel.choices]
            self.helper = helper_for(Div("level", css_class="pair"), "needs_mediation")
            return
        # Nothing chosen beforehand: the first of the list would be saved by mistake.
        self.fields["language"].empty_label = "–"
        self.fields["language"].offer()
        self.fields["level"].choices = [("", "–"), *LanguageLevel.choices]
        self.helper = helper_for(Div("language", "level", css_class="pair"), "needs_mediation")
