"""Forms about health: every field but the first is voluntary, and no finding is asked for."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import HealthClaim, HealthNeed, Insurance
from umstieg.core.opened import OpenedForm, opened_helper_for

from .claim import CLAIM_FIELDS, ClaimFormMixin


class InsuranceForm(OpenedForm):
    """How she is insured, and whether a back payment is asked for."""

    class Meta:
        model = Insurance
        fields = ["insurance", "since_on", "way", "arrears", "applied_on", "answer_due_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["insurance"].empty_label = "–"
        self.fields["insurance"].offer(keep=[self.instance.insurance])
        self.fields["arrears"].offer(keep=[self.instance.arrears])
        self.fields["way"].choices = [("", "–"), *[pair for pair in self.fields["way"].choices if pair[0]]]
        self.fields["arrears"].help_text = _("Of the time before: an open one opens a task to clear it.")
        self.fields["answer_due_on"].help_text = _("You are reminded of it on the day.")
        self.helper = opened_helper_for(
            Div("insurance", "since_on", css_class="pair"),
            Div("way", "arrears", css_class="pair"),
            Div("applied_on", "answer_due_on", css_class="pair"),
            "note",
        )


class HealthClaimForm(ClaimFormMixin, OpenedForm):
    """Something applied for, about health."""

    class Meta:
        model = HealthClaim
        fields = ["subject", *CLAIM_FIELDS, "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].help_text = _("For example: insurance through the family. No diagnosis.")
        self.helper = opened_helper_for("subject", *self.claim_rows(), "note")


class HealthNeedForm(OpenedForm):
    """What help is looked for, and whether she wants it herself (124-08)."""

    is_wanted = forms.TypedChoiceField(
        label=_("she wants it herself"),
        choices=[("", _("not asked")), ("1", _("yes")), ("0", _("no"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )

    class Meta:
        model = HealthNeed
        fields = ["need", "state", "is_wanted", "since_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].empty_label = "–"
        self.fields["need"].offer(keep=[self.instance.need])
        self.fields["is_wanted"].help_text = _("Nobody is referred without wanting it.")
        self.fields["note"].help_text = _("No findings, no diagnoses, no results of tests.")
        if self.instance.is_wanted is not None:
            self.initial["is_wanted"] = "1" if self.instance.is_wanted else "0"
        self.helper = opened_helper_for(
            Div("need", "state", css_class="pair"), Div("is_wanted", "since_on", css_class="pair"), "note"
        )
