"""Forms about the client. Nothing is asked that help would depend on (113-03, 114-13)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import IdentityKind, LanguageLevel
from cases.models import Client, ClientLanguage, ContactChannel
from umstieg.centre.models import Site
from umstieg.core.forms import FactsForm

CHIPS = "components/chips_field.html"


def helper_for(*layout) -> FormHelper:
    """A crispy helper whose form tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*layout)
    return helper


def sites_to_choose(keep=None):
    """Sites in use, and the one a record already holds: otherwise saving the form would silently take it away."""
    return Site.objects.filter(Q(is_active=True) | Q(pk=keep)).order_by("name")


class ClientForm(FactsForm):
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
        self.helper = helper_for(
            Field("identity_kind", template=CHIPS),
            Div("pseudonym", "name", "names_used", "pronoun", "code_word", css_class="pair"),
            Fieldset(
                _("About the person"),
                Div("gender", "gender_description", css_class="pair"),
                Div("birth_year", "age", "age_told_on", css_class="pair"),
                Div("nationality", "residence_place", css_class="pair"),
            ),
            Fieldset(_("Reaching safely"), "contact_rule"),
        )

    def clean(self):
        facts = super().clean()
        if facts.get("age") and not facts.get("age_told_on") and "age_told_on" not in self.errors:
            facts["age_told_on"] = timezone.localdate()
        if facts.get("identity_kind") == IdentityKind.NAMED and not facts.get("name") and "name" not in self.errors:
            self.add_error("name", _("Kept with the name: then a name belongs here."))
        return facts


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
        # Nothing chosen beforehand: the first of the list would be saved by mistake.
        self.fields["language"].empty_label = "–"
        self.fields["language"].offer()
        self.fields["level"].choices = [("", "–"), *LanguageLevel.choices]
        self.helper = helper_for(Div("language", "level", css_class="pair"), "needs_mediation")
