"""The form of a household budget: lines of what comes in and goes out, as many as are needed, with and without scripts.

Every line has a number n, its key where it has one, and the names l<n>-side, l<n>-label, l<n>-now, l<n>-job. The
buttons `more` (a side) and `gone` (a number) ask for the same form with a line more or less; nothing is saved then.
"""

import datetime
import re
from dataclasses import dataclass

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.budget import IN, OUT, Line, numbered
from cases.services.budget import MOST_LINES, NOTE, held_by
from umstieg.core.formats import euro
from umstieg.core.forms import DomainForm
from umstieg.core.money import EuroField
from umstieg.core.opened import Opened, opening_field
from umstieg.core.shown import Shown

TAKEN = _("There is a budget of this month already. What you have written stays here: choose another month.")
SIDE = re.compile(r"l([0-9]{1,4})-side")


@dataclass
class Row(Shown):
    """The fields of one line."""

    number: int
    side: str
    label: object
    now: object
    job: object


class BudgetForm(Opened, DomainForm):
    """The lines of a month and a note; of a `budget` that is, or a new one that begins with `lines`.

    A new one has a month of `months` ([(ISO day, name, whether there is a budget of it)]). An empty line falls away.
    """

    note = forms.CharField(label=_("note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    opened_with = opening_field()

    def __init__(self, data=None, *, budget=None, lines=(), months=None):
        super().__init__(data, initial={"note": budget.note if budget else ""})
        if months is not None:
            self.fields = {"month": self._month(months), **self.fields}
        if budget and not self.is_bound:
            self.open_with(budget)
        begins_with = {line.key: line for line in (budget.told_lines() if budget else numbered(lines))}
        self.sides = self._asked_sides() if self.is_bound else {key: line.side for key, line in begins_with.items()}
        self.is_reshaped = self._reshape()
        for number in self.sides:
            self._add_line(number, begins_with[number] if not self.is_bound else None)
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
                lines.append(Line(side, label, now, job, number))
        facts = {"lines": lines, "note": self.cleaned_data["note"]}
        if "month" in self.fields:
            facts["month"] = datetime.date.fromisoformat(self.cleaned_data["month"])
        return facts

    def held(self, row) -> dict:
        return held_by(row)

    def spoken(self, name, value) -> tuple[str, str]:
        if name == NOTE:
            return self.fields[NOTE].label, value or gettext("empty")
        hers = self.cleaned_data.get(f"{name}-label", "")
        if value is None:
            return hers, gettext("This line has been taken away.")
        told = [(gettext("Now"), value.now), (gettext("With the job"), value.job)]
        said = [value.label, *(f"{label}: {euro(amount)}" for label, amount in told if amount is not None)]
        said += [] if hers else [gettext("you have taken this line away")]
        return hers or value.label, " · ".join(said)

    def _month(self, months):
        """Of a month that has got a budget since the page was made, it is said."""
        free = [(day, name) for day, name, is_taken in months if not is_taken]
        field = forms.ChoiceField(label=_("Month"), choices=free)
        if self.data.get("month") in {day for day, _name, is_taken in months if is_taken}:
            field.error_messages["invalid_choice"] = TAKEN
        return field

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
