"""Forms about the case."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import IdentityKind, LanguageLevel, Phase
from cases.models import Case, Client
from cases.services.case import all_counsellors, counsellors_of
from umstieg.accounts.models import User
from umstieg.centre.models import Site, Team
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import DomainForm, FactsForm, ManyRows
from umstieg.core.validators import readable

from .client import CHIPS, helper_for, sites_to_choose


class OpenCaseForm(DomainForm):
    """A new client and her case: only how she wishes to be kept, a pseudonym and who is there for her."""

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
    language = CodeChoice("language", label=_("Language spoken best"), required=False)
    needs_mediation = forms.BooleanField(label=_("language mediation needed"), required=False)
    contact_rule = forms.CharField(
        label=_("how to reach safely"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("e.g. text messages only, weekdays 10 to 14. Is shown before any number."),
    )
    team = forms.ModelChoiceField(label=_("team"), queryset=Team.objects.none(), empty_label=None)
    site = forms.ModelChoiceField(label=_("site"), queryset=Site.objects.none(), empty_label=None)
    counsellor = forms.ModelChoiceField(label=_("contact person"), queryset=User.objects.none(), empty_label=None)
    access_route = CodeChoice("access_route", label=_("way to us"), required=False)
    opened_on = forms.DateField(label=_("opened on"))

    def __init__(self, *args, user, **kwargs):
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
            "counsellor": user.pk,
            "opened_on": timezone.localdate(),
        }
        self.helper = helper_for(
            Field("identity_kind", template=CHIPS),
            Div("pseudonym", "name", "names_used", css_class="pair"),
            Fieldset(
                _("Talking with each other"), Div("language", css_class="pair"), "needs_mediation", "contact_rule"
            ),
            Fieldset(
                _("Here with us"), Div("team", "site", "counsellor", "access_route", "opened_on", css_class="pair")
            ),
        )

    def clean(self):
        facts = super().clean()
        if facts.get("identity_kind") == IdentityKind.NAMED and not facts.get("name") and "name" not in self.errors:
            self.add_error("name", _("Kept with the name: then a name belongs here."))
        if facts.get("identity_kind") != IdentityKind.NAMED and facts.get("name"):
            self.add_error("name", _("This person does not wish to be kept with a name: please leave it out."))
        if facts.get("needs_mediation") and not facts.get("language"):
            self.add_error("language", _("Mediation in which language?"))
        if facts.get("opened_on") and facts["opened_on"] > timezone.localdate():
            self.add_error("opened_on", _("A case is opened today or was opened earlier."))
        return facts

    def client_facts(self) -> dict:
        """What the form says about the client, as fields of Client."""
        names = [field.name for field in Client._meta.fields]
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def case_facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("team", "site", "counsellor", "access_route", "opened_on")}

    def language_facts(self) -> dict | None:
        """The first language, or None when none was chosen."""
        if not self.cleaned_data["language"]:
            return None
        return {
            "language": self.cleaned_data["language"],
            "level": LanguageLevel.FIRST,
            "needs_mediation": self.cleaned_data["needs_mediation"],
        }


class CaseForm(FactsForm):
    """Who works on the case, where, in which phases."""

    phases = forms.MultipleChoiceField(
        label=_("running phases"),
        choices=Phase.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several at once, back and forth."),
    )
    co_counsellors = ManyRows(
        label=_("co-counsellors"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Work on the case too and see all of it, trainees as well."),
    )

    confirm_handover = forms.BooleanField(
        label=_("Yes, hand over. I no longer see the case after that."), required=False
    )

    # Who works on a case is decided by its contact person.
    PEOPLE = ("counsellor", "deputy", "co_counsellors", "confirm_handover")

    class Meta:
        model = Case
        fields = ["site", "access_route", "opened_on", "client_since", "counsellor", "deputy"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        self.held_by = case.counsellor_id
        team = counsellors_of(case.team)
        self.fields["site"].queryset = sites_to_choose(keep=case.site_id)
        self.fields["site"].empty_label = None
        self.fields["access_route"].offer(keep=[case.access_route])
        self.fields["counsellor"].queryset = team
        self.fields["counsellor"].empty_label = None
        self.fields["counsellor"].help_text = _("After a handover you no longer see the case.")
        self.fields["deputy"].queryset = team
        self.fields["deputy"].empty_label = "–"
        self.fields["co_counsellors"].queryset = all_counsellors().exclude(pk=case.counsellor_id)
        self.initial["phases"] = list(case.phases.filter(ended_on=None).values_list("phase", flat=True))
        self.initial["co_counsellors"] = list(
            case.co_counsellings.filter(ended_on=None).values_list("user_id", flat=True)
        )
        people = Fieldset(
            _("Who is there for the client"),
            Div("counsellor", "deputy", css_class="pair"),
            *(["confirm_handover"] if self.hands_over() else []),
            Field("co_counsellors", template=CHIPS),
        )
        if user.pk != case.counsellor_id:
            for name in self.PEOPLE:
                del self.fields[name]
            people = Div()
        self.helper = helper_for(
            Field("phases", template=CHIPS),
            Div("site", "access_route", "opened_on", "client_since", css_class="pair"),
            people,
        )

    def hands_over(self) -> bool:
        """Whether somebody else was chosen as contact person."""
        return self.is_bound and self.data.get("counsellor", "") not in ("", str(self.held_by))

    def clean(self):
        facts = super().clean()
        if "confirm_handover" in self.fields and self.hands_over() and not facts.get("confirm_handover"):
            self.add_error("confirm_handover", _("Please confirm the handover."))
        return facts

    def case_facts(self) -> dict:
        """What the form says, as keyword arguments of `change_case`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirm_handover"}
