"""Forms about a partner organisation: what it offers, where it is, who of us holds the relation."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import Liaison, Organisation, PartnerSite
from umstieg.codelists.queries import Labels, choices
from umstieg.core.forms import FactsForm, helper_for
from umstieg.core.opened import OpenedForm, opened_helper_for

USUAL_LANGUAGES = 12  # the list begins with those most often needed
PLACE = ["address", "phone", "email", "hours", "hours_note", "accessibility"]


class OrganisationForm(OpenedForm):
    """What a partner offers (d.13). Only name and kind are needed; what nobody knows stays "not known"."""

    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "topics",
            "languages",
            "region",
            "website",
            "cost",
            "is_anonymous",
            "insurance_needed",
            "german_needed",
            "is_for_target_group",
            "waiting_time",
            "preconditions",
            "papers_needed",
            "experience",
            "note",
        ]
        widgets = {
            "cost": forms.RadioSelect,
            "is_anonymous": forms.RadioSelect,
            "insurance_needed": forms.RadioSelect,
            "experience": forms.RadioSelect,
            "preconditions": forms.Textarea(attrs={"rows": 2}),
            "papers_needed": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].empty_label = _("please choose")  # whoever overlooks it must not add a job centre
        offer_kept(self, "kind", "topics", "german_needed")
        self.helper = opened_helper_for(*self._layout())

    def _layout(self):
        return [
            Div("name", "kind", css_class="pair"),
            "topics",
            offer_languages(self),
            Div("region", "website", css_class="pair"),
            Fieldset(
                str(_("At the door")),
                Div("cost", css_class="field"),
                Div("is_anonymous", "insurance_needed", css_class="pair"),
                Div("waiting_time", "german_needed", css_class="pair"),
                "preconditions",
                "papers_needed",
                "is_for_target_group",
            ),
            Fieldset(str(_("Our experience")), "experience", "note"),
        ]


class NewOrganisationForm(OrganisationForm):
    """A new partner with its first place."""

    address = PartnerSite._meta.get_field("address").formfield(widget=forms.Textarea(attrs={"rows": 2}))
    phone = PartnerSite._meta.get_field("phone").formfield()
    email = PartnerSite._meta.get_field("email").formfield()
    hours = PartnerSite._meta.get_field("hours").formfield()
    hours_note = PartnerSite._meta.get_field("hours_note").formfield()
    accessibility = PartnerSite._meta.get_field("accessibility").formfield(
        widget=forms.RadioSelect, initial="UNKNOWN", required=True
    )

    def _layout(self):
        head, *rest = super()._layout()
        place = Fieldset(
            str(_("Where and when")),
            Div("address", "hours", css_class="pair"),
            Div("phone", "email", css_class="pair"),
            "hours_note",
            "accessibility",
        )
        return [head, *rest[:3], place, *rest[3:]]


class SiteForm(OpenedForm):
    """One place of a partner."""

    class Meta:
        model = PartnerSite
        fields = ["name", *PLACE]
        widgets = {"address": forms.Textarea(attrs={"rows": 2}), "accessibility": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = opened_helper_for(
            "name",
            Div("address", "hours", css_class="pair"),
            Div("phone", "email", css_class="pair"),
            "hours_note",
            "accessibility",
        )


class LiaisonForm(FactsForm):
    """Who of us holds the relation as well (24-V)."""

    class Meta:
        model = Liaison
        fields = ["user"]

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues
        self.fields["user"].empty_label = None
        self.helper = helper_for("user")


def offer_kept(form, *names) -> None:
    """Codes a record already holds stay choosable after they have ended."""
    for name in names:
        held = getattr(form.instance, name)
        form.fields[name].offer(keep=held if isinstance(held, list) else [held])


def offer_languages(form) -> Field:
    """Languages as chips: the usual ones and those chosen at once, the hundred others one click away."""
    held = form.instance.languages
    chosen = set(form.data.getlist("languages")) if form.is_bound else set(held)

    def offered():
        pairs = choices("language", keep=held, known_only=True)
        first = [pair for place, pair in enumerate(pairs) if place < USUAL_LANGUAGES or pair[0] in chosen]
        return [("", first), (_("Other languages"), [pair for pair in pairs if pair not in first])]

    form.fields["languages"].choices = offered
    return Field("languages", template="components/chips_more.html")


def partner_label(organisation) -> str:
    """How a partner reads in a list to choose from; its kind tells namesakes apart."""
    return f"{organisation.name} · {Labels('partner_type')('partner_type', organisation.kind)}"


def combo_words() -> dict:
    """What combo.js says at a field with partners."""
    return {
        "data-combo": _("Partners"),
        "data-placeholder": _("Name of the partner"),
        "data-none": _("No partner is called so."),
    }
