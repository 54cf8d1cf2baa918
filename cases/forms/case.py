"""Who works on a case, where, in which phases."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Phase
from cases.models import Case
from cases.services.case import NOT_HERE, all_counsellors, counsellors_of, held_by, nameable
from umstieg.accounts.models import User
from umstieg.centre.queries import sites_to_choose
from umstieg.core.forms import ManyRows, helper_for
from umstieg.core.opened import OpenedForm

from .client import CHIPS


class CaseForm(OpenedForm):
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
        fields = [
            "site",
            "access_route",
            "opened_on",
            "client_since",
            "no_contact_days",
            "counsellor",
            "deputy",
        ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        self.held_by = case.counsellor_id
        team = nameable(counsellors_of(case.team), case)
        self.fields["site"].queryset = sites_to_choose(keep=case.site_id)
        self.fields["site"].empty_label = None
        self.fields["access_route"].offer(keep=[case.access_route])
        self.fields["counsellor"].queryset = team
        self.fields["counsellor"].empty_label = None
        self.fields["counsellor"].help_text = _("After a handover you no longer see the case.")
        self.fields["deputy"].queryset = team
        self.fields["deputy"].empty_label = "–"
        self.fields["co_counsellors"].queryset = nameable(all_counsellors(), case).exclude(pk=case.counsellor_id)
        for name in ("counsellor", "deputy", "co_counsellors"):
            self.fields[name].error_messages["invalid_choice"] = NOT_HERE
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
            Div("site", "access_route", "opened_on", "client_since", "no_contact_days", css_class="pair"),
            people,
            "opened_with",
        )
        if not self.is_bound:
            self.open_with(case)

    def hands_over(self) -> bool:
        """Whether somebody else was chosen as contact person."""
        return self.is_bound and self.data.get("counsellor", "") not in ("", str(self.held_by))

    def clean(self):
        facts = super().clean()
        if "confirm_handover" in self.fields and self.hands_over() and not facts.get("confirm_handover"):
            self.add_error("confirm_handover", _("Please confirm the handover."))
        return facts

    def held(self, row) -> dict:
        return held_by(row, [name for name in self.fields if name not in ("confirm_handover", "opened_with")])

    def case_facts(self) -> dict:
        """What the form says, as keyword arguments of `change_case`."""
        return {name: value for name, value in self.facts().items() if name != "confirm_handover"}
