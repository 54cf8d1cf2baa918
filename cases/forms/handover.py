"""A new contact person for each case of somebody."""

import datetime

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.services.case import NOT_HERE
from cases.services.handover import KEEP_DAYS, deputy_field_of, field_of
from umstieg.core.forms import DomainForm, helper_for


class OfCase(Fieldset):
    """Its legend was typed by somebody: shown as it stands. The library would read it as a template of ours."""

    def render(self, form, context, *args, **kwargs):
        typed, self.legend = self.legend, "{{ typed_legend }}"
        try:
            with context.push(typed_legend=typed):
                return super().render(form, context, *args, **kwargs)
        finally:
            self.legend = typed


class HandoverForm(DomainForm):
    """A contact person and a deputy for each case; the deputy of today is proposed. Empty: it stays as it is."""

    plain_labels = True  # that each may stay empty is said once, above

    keep_until = forms.DateField(
        label=_("may read on until"),
        required=False,
        help_text=_("Empty: whoever had the case sees nothing of it any more. Six weeks at most."),
    )
    reason = forms.CharField(
        label=_("reason"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, cases, counsellors, hidden, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases, rows = cases, []
        for case in cases:
            away = {case.counsellor_id, *hidden.get(case.pk, ())}
            people = [one for one in counsellors[case.team_id] if one.pk not in away]
            self.add_field(field_of(case), _choice(_("contact person"), people))
            self.add_field(deputy_field_of(case), _choice(_("deputy"), people))
            if case.deputy_id in {one.pk for one in people}:
                self.initial.setdefault(field_of(case), case.deputy_id)
            rows.append(
                OfCase(
                    f"{case.client.pseudonym} · {case.number}",
                    Div(field_of(case), deputy_field_of(case), css_class="pair"),
                )
            )
        self.people = {one.pk: one for team in counsellors.values() for one in team}
        last = timezone.localdate() + datetime.timedelta(days=KEEP_DAYS)
        self.fields["keep_until"].widget.attrs |= {"min": timezone.localdate().isoformat(), "max": last.isoformat()}
        self.helper = helper_for(*rows, Fieldset(capfirst(_("contact person before")), "keep_until", "reason"))

    def clean(self):
        facts = super().clean()
        for case in self.cases:
            at = field_of(case)
            if facts.get(deputy_field_of(case)) and not facts.get(at) and at not in self.errors:
                self.add_error(at, _("A new deputy comes with a new contact person."))
        return facts

    def moves(self) -> dict:
        """{case: new contact person} of those that were chosen."""
        return self._chosen(field_of)

    def deputies(self) -> dict:
        """{case: new deputy} of those that were chosen."""
        return self._chosen(deputy_field_of)

    def _chosen(self, name_of):
        chosen = {case: self.cleaned_data.get(name_of(case)) for case in self.cases}
        return {case: self.people[pk] for case, pk in chosen.items() if pk}


def _choice(label, people):
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–")] + [(one.pk, one.name) for one in people],
        error_messages={"invalid_choice": NOT_HERE},
    )
