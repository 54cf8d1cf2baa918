"""Forms about the way of a case: dated facts in neutral words."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import PauseKind, TransparencyItem
from cases.models import CasePause, CasePhase, Outcome, SexWorkStatus
from cases.services.case import counsellors_of
from umstieg.accounts.models import User
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import DomainForm, FactsForm, helper_for

from .client import CHIPS


class PhaseForm(FactsForm):
    """A phase that begins, also in the past, also already over."""

    class Meta:
        model = CasePhase
        fields = ["phase", "started_on", "ended_on"]
        widgets = {"phase": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [pair for pair in self.fields["phase"].choices if pair[0]]
        self.fields["ended_on"].help_text = _("Empty: it is running.")
        if self.instance.pk:
            del self.fields["phase"]
        else:
            self.initial.setdefault("started_on", timezone.localdate())
        top = [Field("phase", template=CHIPS)] if "phase" in self.fields else []
        self.helper = helper_for(*top, Div("started_on", "ended_on", css_class="pair"))


class PauseForm(FactsForm):
    """A time without contact that is meant so."""

    class Meta:
        model = CasePause
        fields = ["kind", "started_on", "ended_on", "note"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = PauseKind.choices
        self.fields["ended_on"].label = _("Back on")
        self.fields["ended_on"].help_text = _("Empty: not known yet. The case stays open and is not asked after.")
        self.helper = helper_for(Field("kind", template=CHIPS), Div("started_on", "ended_on", css_class="pair"), "note")


class OutcomeForm(FactsForm):
    """Something that came about, on a day."""

    class Meta:
        model = Outcome
        fields = ["outcome", "happened_on", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].empty_label = "–"
        self.fields["outcome"].offer(keep=[self.instance.outcome])
        self.helper = helper_for(Div("outcome", "happened_on", css_class="pair"), "note")


class StatusForm(FactsForm):
    """How she stands to sex work since a day."""

    class Meta:
        model = SexWorkStatus
        fields = ["status", "since_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"] = CodeChoice(
            "sex_work_status",
            known_only=True,
            label=_("Status to sex work"),
            widget=forms.RadioSelect,
            help_text=_("A return is an entry like any other; nothing else changes by it."),
        )
        self.fields["status"].error_messages["required"] = _("Please fill this in.")
        self.fields["status"].choices = [pair for pair in self.fields["status"].choices if pair[0]]
        self.helper = helper_for(Field("status", template=CHIPS), "since_on")


class ExplainedForm(DomainForm):
    """What was talked about at the beginning, when, in which language, by whom (113-04, 113-05)."""

    items = forms.MultipleChoiceField(
        label=_("what"), choices=TransparencyItem.choices, widget=forms.CheckboxSelectMultiple
    )
    explained_on = forms.DateField(label=_("on"))
    language = CodeChoice("language", label=_("in which language"), required=False)
    explained_by = forms.ModelChoiceField(label=_("by whom"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["explained_by"].queryset = (
            User.objects.filter(pk=user.pk) | User.objects.filter(pk__in=counsellors_of(case.team).values("pk"))
        ).order_by("name")
        self.initial.setdefault("explained_on", timezone.localdate())
        self.initial.setdefault("explained_by", user.pk)
        self.helper = helper_for(
            Field("items", template=CHIPS), Div("explained_on", "language", "explained_by", css_class="pair")
        )
