"""Wer braucht diesen Fall noch? One choice for each access; what stays without one stays open."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import AccessDecision
from umstieg.core.forms import DomainForm

PREFIX = "access_"


class AccessReviewForm(DomainForm):
    """Nothing is chosen beforehand: a list that only has to be sent is sent without a look."""

    plain_labels = True  # everything here may be left, which the page says once

    def __init__(self, data, *, cases):
        super().__init__(data)
        self.rows = {row.access.key: row for case in cases for row in case.rows}
        numbers = {row.access.key: case.number for case in cases for row in case.rows}
        for key, row in self.rows.items():
            offered = AccessDecision.choices if row.may_confirm else AccessDecision.choices[1:]
            label = f"{numbers[key]}, {row.who}, {row.what}"
            self.add_field(
                key, forms.ChoiceField(label=label, required=False, choices=offered, widget=forms.RadioSelect)
            )

    @property
    def gone(self) -> int:
        """How many choices are about what somebody else has decided or ended since the page was shown."""
        return sum(1 for name in self.data if name.startswith(PREFIX) and name not in self.fields)

    def clean(self):
        facts = super().clean()
        if not self.errors and not any(facts.values()):
            if self.gone:
                raise forms.ValidationError(_("Somebody else has decided this in the meantime."))
            raise forms.ValidationError(_("Please choose for at least one of them."))
        return facts

    def decisions(self) -> dict:
        """{access: decision} of those that were chosen."""
        return {row.access: self.cleaned_data[key] for key, row in self.rows.items() if self.cleaned_data.get(key)}
