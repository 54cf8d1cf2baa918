"""Forms about money: every field but the first is voluntary."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import AccountKind, DebtKind
from cases.models import Account, BenefitClaim, Debt, Income, Paper
from umstieg.core.money import EuroField
from umstieg.core.opened import OpenedForm, opened_helper_for

from .claim import CLAIM_FIELDS, ClaimFormMixin

NOTE = {"note": forms.Textarea(attrs={"rows": 2})}


class IncomeForm(OpenedForm):
    """One source she lives on."""

    class Meta:
        model = Income
        fields = ["source", "amount", "started_on", "ended_on", "note"]
        widgets = NOTE
        field_classes = {"amount": EuroField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].empty_label = "–"
        self.fields["source"].offer(keep=[self.instance.source])
        self.fields["ended_on"].help_text = _("Empty: it still comes in.")
        self.helper = opened_helper_for(
            Div("source", "amount", css_class="pair"), Div("started_on", "ended_on", css_class="pair"), "note"
        )


class BenefitClaimForm(ClaimFormMixin, OpenedForm):
    """A benefit that is looked into together (122-04)."""

    class Meta:
        model = BenefitClaim
        fields = ["benefit", *CLAIM_FIELDS, "granted_until_on", "note"]
        widgets = NOTE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["benefit"].empty_label = "–"
        self.fields["benefit"].offer(keep=[self.instance.benefit])
        self.fields["granted_until_on"].help_text = _("A reminder comes 60, 30 and 7 days before.")
        self.helper = opened_helper_for(
            "benefit", *self.claim_rows(), Div("granted_until_on", css_class="pair"), "note"
        )


class PaperForm(OpenedForm):
    """A paper: whether she has it, not what it says."""

    class Meta:
        model = Paper
        fields = ["kind", "state", "expires_on", "note"]
        widgets = NOTE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].empty_label = "–"
        self.fields["kind"].offer(keep=[self.instance.kind])
        self.fields["expires_on"].help_text = _("A reminder comes 90, 30 and 7 days before.")
        self.fields["note"].help_text = _("Numbers of papers are not needed here.")
        self.helper = opened_helper_for(
            Div("kind", "state", css_class="pair"), Div("expires_on", css_class="pair"), "note"
        )


class AccountForm(OpenedForm):
    """Through what she gets her money, from a day on."""

    class Meta:
        model = Account
        fields = ["kind", "since_on", "note"]
        widgets = NOTE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "–"), *AccountKind.choices]
        self.helper = opened_helper_for(Div("kind", "since_on", css_class="pair"), "note")


class DebtForm(OpenedForm):
    """What somebody demands of her."""

    class Meta:
        model = Debt
        fields = ["kind", "creditor", "amount", "state", "instalment", "since_on", "note"]
        widgets = NOTE
        field_classes = {"amount": EuroField, "instalment": EuroField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = DebtKind.choices
        self.fields["kind"].help_text = _("A new back payment brings a task with it: to clear it within two weeks.")
        self.helper = opened_helper_for(
            Div("kind", "creditor", css_class="pair"),
            Div("amount", "state", css_class="pair"),
            Div("instalment", "since_on", css_class="pair"),
            "note",
        )
