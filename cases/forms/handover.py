"""A new contact person for each case of somebody."""

import datetime

from crispy_forms.layout import Div
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.services.handover import KEEP_DAYS
from umstieg.core.forms import DomainForm

from .client import helper_for


class HandoverForm(DomainForm):
    """One choice a case; the deputy is proposed where there is one. Empty: it stays as it is."""

    keep_until = forms.DateField(
        label=_("may read on until"),
        required=False,
        help_text=_("Empty: whoever had the case sees nothing of it any more. Six weeks at most."),
    )
    reason = forms.CharField(
        label=_("reason"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, cases, counsellors, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = {f"case_{case.pk.hex}": case for case in cases}
        for name, case in self.cases.items():
            people = [one for one in counsellors[case.team_id] if one.pk != case.counsellor_id]
            label = f"{case.client.pseudonym} · {case.number}"
            field = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "–")] + [(one.pk, one.name) for one in people],
            )
            self.add_field(name, field)
            if case.deputy_id in {one.pk for one in people}:
                self.initial.setdefault(name, case.deputy_id)
        self.people = {one.pk: one for team in counsellors.values() for one in team}
        last = timezone.localdate() + datetime.timedelta(days=KEEP_DAYS)
        self.fields["keep_until"].widget.attrs |= {"min": timezone.localdate().isoformat(), "max": last.isoformat()}
        self.helper = helper_for(*self.cases, Div("keep_until", "reason", css_class="mt"))

    def moves(self) -> dict:
        """{case: new contact person} of those that were chosen."""
        return {
            case: self.people[self.cleaned_data[name]]
            for name, case in self.cases.items()
            if self.cleaned_data.get(name)
        }
