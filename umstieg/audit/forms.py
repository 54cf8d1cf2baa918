"""Narrowing the log."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm

from . import services
from .events import all_labels
from .models import PersonSearch


class LogFilterForm(DomainForm):
    """By case number, kind of event and period. Not by person: that needs a cause and a second person."""

    plain_labels = True

    case_number = forms.CharField(label=_("case number"), max_length=12, required=False)
    event = forms.ChoiceField(label=_("event"), required=False)
    since = forms.DateField(label=_("from"), required=False)
    until = forms.DateField(label=_("to"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = sorted(((name, str(label)) for name, label in all_labels().items()), key=lambda pair: pair[1])
        self.fields["event"].choices = [("", _("all")), *labels]

    def clean(self):
        facts = super().clean()
        if facts.get("since") and facts.get("until") and facts["since"] > facts["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return facts

    def as_sent(self) -> dict[str, str]:
        """What was typed, as it can be sent again."""
        return {name: value for name in self.fields if (value := self.data.get(name, ""))}


class Colleagues(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.name


class PersonSearchForm(DomainForm):
    """Whose events, of which days, and why."""

    about = Colleagues(label=_("person"), queryset=None, empty_label="–")
    since = forms.DateField(label=_("from"))
    until = forms.DateField(label=_("to"))
    cause = forms.CharField(
        label=_("cause"),
        max_length=PersonSearch._meta.get_field("cause").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happened, in at least 20 characters. The second person reads it."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = get_user_model().objects.exclude(pk=user.pk).order_by("name")
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True

    def request(self, by):
        """The request, or None when a rule forbids it; the message then stands at its field."""
        return self.carry_out(services.request_person_search, **self.cleaned_data, by=by)
