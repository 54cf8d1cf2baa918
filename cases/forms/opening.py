"""Opening a case: first looking whether the person is known here already, then only what is needed."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ChannelKind, IdentityKind, LanguageLevel
from cases.models import Client
from cases.services.case import counsellors_of
from umstieg.accounts.models import User
from umstieg.centre.models import Site, Team
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import DomainForm, helper_for
from umstieg.core.validators import readable

from .client import CHIPS


class CompareForm(DomainForm):
    """What the person has told of herself, to see whether there is a case already. Anonymous people leave it empty."""

    plain_labels = True

    name = forms.CharField(label=_("name"), max_length=120, required=False)
    pseudonym = forms.CharField(label=_("pseudonym"), max_length=60, required=False)
    phone = forms.CharField(label=_("phone"), max_length=60, required=False)
    code_word = forms.CharField(label=_("code word"), max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Div("name", "pseudonym", "phone", "code_word", css_class="pair"))

    def typed(self) -> dict:
        """What was typed, by field."""
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}


class HereWithUsForm(DomainForm):
    """Team, site and contact person of a new case."""

    team = forms.ModelChoiceField(label=_("team"), queryset=Team.objects.none(), empty_label=None)
    site = forms.ModelChoiceField(label=_("site"), queryset=Site.objects.none(), empty_label=None)
    counsellor = forms.ModelChoiceField(label=_("contact person"), queryset=User.objects.none(), empty_label=None)
    access_route = CodeChoice("access_route", label=_("way to us"), required=False)
    opened_on = forms.DateField(label=_("opened on"))

    def __init__(self, *args, user, contact=None, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(pk__in=user.team_ids("COUNSELLOR"), is_active=True).order_by("name")
        self.fields["team"].queryset = teams
        self.fields["site"].queryset = Site.objects.filter(is_active=True).order_by("name")
        colleagues = User.objects.filter(pk__in={p.pk for team in teams for p in counsellors_of(team)})
        self.fields["counsellor"].queryset = colleagues.order_by("name")
        first = teams.first()
        self.initial |= {
            "team": first,
            "site": first.site_id if first else None,
            "counsellor": (contact or user).pk,
            "opened_on": timezone.localdate(),
        }
        self.helper = helper_for(*self.layout())

    def layout(self):
        return (Div("team", "site", "counsellor", "access_route", "opened_on", css_class="pair"),)

    def clean(self):
        facts = super().clean()
        if facts.get("opened_on") and facts["opened_on"] > timezone.localdate():
            self.add_error("opened_on", _("A case is opened today or was opened earlier."))
        return facts

    def case_facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("team", "site", "counsellor", "access_route", "opened_on")}


class OpenCaseForm(HereWithUsForm):
    """A new client and her case: only how she wishes to be kept, a pseudonym and who is there for her."""

    field_order = (
        "identity_kind",
        "pseudonym",
        "name",
        "names_used",
        "code_word",
        "language",
        "needs_mediation",
        "contact_rule",
        "phone",
    )

    identity_kind = forms.ChoiceField(
        label=_("How does this person wish to be kept?"),
        choices=IdentityKind.choices,
        initial=IdentityKind.PSEUDONYMOUS,
        widget=forms.RadioSelect,
        help_text=_("All help is open in each of the three. It can be changed at any time."),
    )
    pseudonym = forms.CharField(
        label=_("pseudonym"),
        max_length=60,
        validators=[readable],
        help_text=_("Our proposal says nothing about the person. They may choose another."),
    )
    name = forms.CharField(label=_("name"), max_length=120, required=False)
    names_used = forms.CharField(
        label=_("names used"), max_length=120, required=False, help_text=_("How the person wants to be addressed.")
    )
    code_word = forms.CharField(
        label=_("code word"),
        max_length=40,
        required=False,
        help_text=_("Said on the phone to be recognised without a name."),
    )
    language = CodeChoice("language", label=_("Language spoken best"), required=False)
    needs_mediation = forms.BooleanField(label=_("language mediation needed"), required=False)
    contact_rule = forms.CharField(
        label=_("how to reach safely"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("e.g. text messages only, weekdays 10 to 14. Is shown before any number."),
    )
    phone = forms.CharField(
        label=_("phone"), max_length=200, required=False, help_text=_("Becomes a way of contact; its rules can follow.")
    )

    def layout(self):
        return (
            Field("identity_kind", template=CHIPS),
            Div("pseudonym", Div("name", css_class="only-named"), "names_used", "code_word", css_class="pair"),
            Fieldset(
                _("Talking with each other"),
                Div("language", css_class="pair"),
                "needs_mediation",
                "contact_rule",
                Div("phone", css_class="pair"),
            ),
            Fieldset(_("Here with us"), *super().layout()),
        )

    def clean(self):
        facts = super().clean()
        if facts.get("identity_kind") == IdentityKind.NAMED and not facts.get("name") and "name" not in self.errors:
            self.add_error("name", _("Kept with the name: then a name belongs here."))
        if facts.get("identity_kind") != IdentityKind.NAMED and facts.get("name"):
            if facts["name"] != self.initial.get("name"):
                self.add_error("name", _("This person does not wish to be kept with a name: please leave it out."))
            facts["name"] = ""  # only looked for, not to be kept
        if facts.get("needs_mediation") and not facts.get("language"):
            self.add_error("language", _("Mediation in which language?"))
        return facts

    def client_facts(self) -> dict:
        """What the form says about the client, as fields of Client."""
        names = [field.name for field in Client._meta.fields]
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def language_facts(self) -> dict | None:
        """The first language, or None when none was chosen."""
        if not self.cleaned_data["language"]:
            return None
        return {
            "language": self.cleaned_data["language"],
            "level": LanguageLevel.FIRST,
            "needs_mediation": self.cleaned_data["needs_mediation"],
        }

    def channel_facts(self) -> dict | None:
        """The number, or None."""
        phone = self.cleaned_data["phone"]
        return {"kind": ChannelKind.CALL, "value": phone} if phone else None
