"""Narrowing the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm

from .events import all_labels


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
