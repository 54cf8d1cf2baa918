"""Leaving word for a colleague, and making a task of it."""

import datetime

from crispy_forms.layout import Div, Field
from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Notice, Task
from umstieg.accounts.models import User
from umstieg.core.forms import FactsForm, TimeInput, helper_for

from .client import CHIPS
from .session import TOO_LONG


class Colleagues(forms.ModelChoiceField):
    default_error_messages = {
        "invalid_choice": _("This person is no counsellor of the centre any more. Please choose somebody else.")
    }

    def label_from_instance(self, user):
        return user.name


class NoticeForm(FactsForm):
    """For whom, what happened, when; everything else as far as it is known."""

    recipient = Colleagues(label=_("for whom"), queryset=User.objects.none(), empty_label="–")
    happened_on = forms.DateField(label=_("date"))
    happened_time = forms.TimeField(label=_("time"), widget=TimeInput)

    class Meta:
        model = Notice
        fields = ["kind", "minutes", "who", "text"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, recipients, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.initial.setdefault("happened_on", now.date())
        self.initial.setdefault("happened_time", now.time().replace(second=0, microsecond=0))
        self.fields["recipient"].queryset = recipients
        self.fields["minutes"].error_messages["max_value"] = TOO_LONG
        self.fields["text"].help_text = _("What she should know. Only she can read it, and you not again.")
        self.helper = helper_for(
            "recipient",
            Field("kind", template=CHIPS),
            Div("happened_on", "happened_time", "minutes", css_class="pair"),
            "who",
            "text",
        )

    def clean(self):
        facts = super().clean()
        on, at = facts.get("happened_on"), facts.get("happened_time")
        if on and on > timezone.localdate():
            self.add_error("happened_on", _("This day lies ahead. A notice tells what has happened."))
        elif on and at:
            try:
                facts["happened_at"] = from_current_timezone(datetime.datetime.combine(on, at))
            except forms.ValidationError:
                self.add_error("happened_time", _("This time does not exist on that day (summer time)."))
        return facts

    def facts(self) -> dict:
        """What the form says, as keyword arguments of the service."""
        return {name: self.cleaned_data[name] for name in ("recipient", "happened_at", *self._meta.fields)}


class NoticeTaskForm(FactsForm):
    """What is to be done about a notice, until when, and for which case, if for one."""

    case = forms.ModelChoiceField(label=_("case"), queryset=Case.objects.none(), required=False)

    class Meta:
        model = Task
        fields = ["text", "due_on"]

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases.select_related("client")
        self.fields["case"].empty_label = _("without a case")
        self.fields["case"].label_from_instance = lambda case: f"{case.client.pseudonym} · {case.number}"
        self.helper = helper_for("text", Div("due_on", "case", css_class="pair"))
