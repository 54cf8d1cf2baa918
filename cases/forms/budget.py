"""The form of a household budget: lines of what comes in and goes out, as many as are needed, with and without scripts.

Every line has a number n and the names l<n>-side, l<n>-label, l<n>-now, l<n>-job. The buttons `more` (a side) and
`gone` (a number) ask for the same form with a line more or less; nothing is saved then.
"""

import datetime
import re
from dataclasses import dataclass

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from cases.models.budget import IN, OUT, Line
from cases.services.budget import MOST_LINES
from umstieg.core.forms import DomainForm
from umstieg.core.money import EuroField
from umstieg.core.shown import Shown

SIDE = re.compile(r"l([0-9]{1,4})-side")


@dataclass
class Row(Shown):
    """The fields of one line."""

    number: int
    side: str
    label: object
    now: object
    job: object


class BudgetForm(DomainForm):
    """A month (where `months` may be chosen from), its lines, and a note. An empty line falls away."""

    note = forms.CharField(label=_("note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, lines=(), months=None, note=""):
        super().__init__(data, initial={"note": note})
        if months is not None:
            self.fields = {"month": forms.ChoiceField(label=_("Month"), choices=months), **self.fields}
        self.sides = self._asked_sides() if self.is_bound else {n: line.side for n, line in enumerate(lines)}
        self.is_reshaped = self._reshape()
        for number in self.sides:
            self._add_line(number, lines[number] if not self.is_bound else None)
        if self.is_reshaped:
            self._errors = ErrorDict()

    def is_valid(self):
        """A form that was only asked for another line is neither right nor wrong."""
        return not self.is_reshaped and super().is_valid()

    def rows(self, side):
        return [
            Row(number, side, *(self[f"l{number}-{name}"] for name in ("label", "now", "job")))
            for number, its in self.sides.items()
            if its == side
        ]

    @property
    def incomes(self):
        return self.rows(IN)

    @property
    def expenses(self):
        return self.rows(OUT)

    def clean(self):
        facts = super().clean()
        for number in self.sides:
            label, now, job = (facts.get(f"l{number}-{name}") for name in ("label", "now", "job"))
            if not label and not self.errors.keys() & {f"l{number}-label"} and (now is not None or job is not None):
                self.add_error(f"l{number}-label", _("What is this amount for?"))
        return facts

    def facts(self) -> dict:
        """What the services take; a line without an amount is none."""
        lines = []
        for number, side in self.sides.items():
            label, now, job = (self.cleaned_data[f"l{number}-{name}"] for name in ("label", "now", "job"))
            if now is not None or job is not None:
                lines.append(Line(side, label, now, job))
        facts = {"lines": lines, "note": self.cleaned_data["note"]}
        if "month" in self.fields:
            facts["month"] = datetime.date.fromisoformat(self.cleaned_data["month"])
        return facts

    def _asked_sides(self):
        """{number: side} of the lines that were sent, in their order on the page: what comes in first."""
        found = {}
        for name in self.data:
            match = SIDE.fullmatch(name)
            if match and len(found) <= MOST_LINES:  # one too many, so that the service says so
                found[int(match.group(1))] = IN if self.data[name] == IN else OUT
        return dict(sorted(found.items(), key=lambda pair: (pair[1] != IN, pair[0])))

    def _reshape(self) -> bool:
        if not self.is_bound:
            return False
        more, gone = self.data.get("more"), self.data.get("gone", "")
        if more in (IN, OUT) and len(self.sides) < MOST_LINES:
            self.sides[max(self.sides, default=-1) + 1] = more
        elif gone.isascii() and gone.isdecimal() and len(gone) < 5:
            self.sides.pop(int(gone), None)
        return bool(more or gone)

    def _add_line(self, number, line):
        """Labels are read aloud with the number of the line, so that no two fields are called the same."""
        label = forms.CharField(label=_("What for"), required=False, max_length=80)
        now = EuroField(label=_("Now"), required=False, min_value=0)
        job = EuroField(label=_("With the job"), required=False, min_value=0)
        for name, field in (("label", label), ("now", now), ("job", job)):
            self.add_field(f"l{number}-{name}", field)
            field.widget.attrs["class"] = "form-control"
            if line is not None:
                self.initial[f"l{number}-{name}"] = getattr(line, name)
        label.widget.attrs["list"] = f"usual-{self.sides[number].lower()}"
