"""Agreements, activities and tasks with partners."""

from crispy_forms.layout import Div
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.enums import ActivityKind, ContactKind
from network.models import Activity, Agreement, ContactPerson, Organisation, PartnerTask
from umstieg.core.forms import DomainForm, FactsForm, ManyRows, helper_for
from umstieg.core.opened import OpenedForm, opened_helper_for

from .organisation import combo_words, partner_label

MOST_VOLUNTEERS = 60


class AgreementForm(OpenedForm):
    """Who does what (24-08)."""

    class Meta:
        model = Agreement
        fields = ["title", "agreed_on", "our_part", "their_part", "goals", "review_on"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("our_part", "their_part", "goals")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["review_on"].help_text = _("Empty: in a year.")
        self.helper = opened_helper_for(
            "title",
            Div("our_part", "their_part", css_class="pair"),
            "goals",
            Div("agreed_on", "review_on", css_class="pair"),
        )


class PartnersField(ManyRows):
    """Several partners, picked by typing (combo.js)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.widget.attrs |= combo_words() | {"size": 6, "data-out": _("Take out:")}

    def label_from_instance(self, organisation):
        return partner_label(organisation)


class VolunteersField(ManyRows):
    """Volunteers, with a word where one is not trained yet (126-09)."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        return person.name if person.trained_on else _("%(name)s (not trained yet)") % {"name": person.name}


class ActivityForm(FactsForm):
    """What was done, when, with whom."""

    organisations = PartnersField(
        label=_("partners"),
        queryset=Organisation.objects.none(),
        required=False,
    )
    volunteers = VolunteersField(
        label=_("volunteers"),
        queryset=ContactPerson.objects.none(),
        required=False,
        help_text=_("They are accompanied by whoever is named under “by”, and help with leisure only (guide 2.3)."),
    )

    class Meta:
        model = Activity
        fields = ["kind", "held_on", "title", "done_by", "text"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, colleagues, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_by"].queryset = colleagues
        self.fields["done_by"].empty_label = None
        self.fields["organisations"].queryset = partners
        self.fields["kind"].choices = ActivityKind.choices
        self.initial.setdefault("kind", ActivityKind.TALK)
        held = self.instance.volunteers.values("pk") if self.instance.created_by_id else ContactPerson.objects.none()
        current = ContactPerson.objects.current().filter(kind=ContactKind.VOLUNTEER)
        people = (current | ContactPerson.objects.filter(pk__in=held)).order_by("pk")[:MOST_VOLUNTEERS]
        self.fields["volunteers"].queryset = ContactPerson.objects.filter(pk__in=[one.pk for one in people])
        if not people:
            del self.fields["volunteers"]
        if self.instance.created_by_id and not self.is_bound:
            self.initial["organisations"] = self.instance.organisations.all()
            self.initial["volunteers"] = self.instance.volunteers.all()
        names = ["volunteers"] if "volunteers" in self.fields else []
        self.helper = helper_for(
            "kind", "title", Div("held_on", "done_by", css_class="pair"), "organisations", *names, "text"
        )


class PartnerTaskForm(OpenedForm):
    """What is to be done with a partner, until when, by whom."""

    class Meta:
        model = PartnerTask
        fields = ["text", "due_on", "assigned_to"]

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = colleagues
        self.fields["assigned_to"].empty_label = None
        self.helper = opened_helper_for("text", Div("due_on", "assigned_to", css_class="pair"))


class EndForm(DomainForm):
    """Since when a partner is no longer there."""

    ended_on = forms.DateField(label=_("no longer there since"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", timezone.localdate())
        self.helper = helper_for("ended_on")
