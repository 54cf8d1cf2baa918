"""Logging a talk with one or several clients: what is the same for all, and a row for each with her note and next step.

The first row has plain names (`case`, `note`, …), the others a prefix (`r2-note`); static/js/session.js makes them.
"""

import datetime
import re
from dataclasses import dataclass

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import Appointment, Task
from cases.models.session import NOTE_LENGTH
from cases.queries.session_form import running_cases
from cases.queries.session_origin import open_appointment, open_appointments, waiting_notice
from cases.services.occasion import MOST_ROWS
from umstieg.codelists.queries import keys_in_group
from umstieg.core.errors import DomainError
from umstieg.core.typed import uuid_of

from .session import SessionForm
from .session_names import name_in_text

SHARED_LENGTH = 10_000
STEP_LENGTH = 200
ROW = re.compile(r"r([1-9]\d?)-case")


class HeldBy(TextChoices):
    """Who held the talk that a colleague has left word of."""

    SENDER = "sender", _("who left word")
    ME = "me", _("I did")


class When(TextChoices):
    """Until when the next step is meant to be done."""

    TOMORROW = "tomorrow", _("tomorrow")
    WEEK = "week", _("in 1 week")
    TWO_WEEKS = "two_weeks", _("in 2 weeks")
    DATE = "date", _("Date")
    OPEN = "open", _("without a date")


GONE = {
    "appointment": _("The appointment was logged or called off meanwhile. Please open it again."),
    "notice": _("The notice was settled meanwhile. Please look at it again."),
}
NAMED = _(
    "“%(word)s” stands here. The text also goes into the file of %(client)s. "
    "Please write it without the name, or confirm below."
)
DAYS = {When.TOMORROW: 1, When.WEEK: 7, When.TWO_WEEKS: 14}


def name_in(row: int, name: str) -> str:
    """The name of a field in a row."""
    return f"r{row}-{name}" if row else name


def rows_in(data) -> list[int]:
    """The rows of a form that was sent; row 0 where there is none yet."""
    found = sorted({int(hit[1]) for name in data if (hit := ROW.fullmatch(name))})
    return ([0] if "case" in data or not found else []) + found


@dataclass
class Row:
    """One client's part of the form: her number among the rows, and the fields as they stand on the page."""

    number: int
    case: forms.BoundField
    note: forms.BoundField
    next_step: forms.BoundField
    next_when: forms.BoundField
    next_on: forms.BoundField


class NewSessionForm(SessionForm):
    """With whom, and for each of them a note and a next step of her own."""

    case = forms.CharField(label=_("With whom?"), widget=forms.Select)
    shared_note = forms.CharField(
        label=_("For all of them"), max_length=SHARED_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirm_names = forms.BooleanField(label=_("Save it like this all the same"), required=False)
    settled = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    appointment = forms.CharField(required=False, widget=forms.HiddenInput)
    appointments = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    notice = forms.CharField(required=False, widget=forms.HiddenInput)
    held_by = forms.ChoiceField(
        label=_("Session held by"), choices=HeldBy.choices, required=False, widget=forms.RadioSelect
    )
    names_another = False

    def __init__(self, *args, user, known=None, **kwargs):
        """`known` is a case of hers that has been read already."""
        super().__init__(*args, **kwargs)
        self.user, self.known = user, known
        self.row_numbers = rows_in(self.data) if self.is_bound else [0]
        self.fields["note"].widget.attrs["rows"] = 4
        self.fields["note"].help_text = ""
        self.fields["setting"].known_only = True
        self.fields["setting"].offer()
        for number in self.row_numbers:
            self._add_row(number)
            self.fields[name_in(number, "case")].error_messages["required"] = _("Please choose a person.")
        if 0 not in self.row_numbers:
            del self.fields["case"], self.fields["note"]
        self.order_fields(["case"])

    def _add_row(self, number):
        if number:
            self.add_field(name_in(number, "case"), forms.CharField(label=_("With whom?"), widget=forms.Select))
            note = forms.CharField(
                label=_("note"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
            )
            self.add_field(name_in(number, "note"), note)
        step = forms.CharField(label=_("next step"), required=False, max_length=STEP_LENGTH)
        when = forms.ChoiceField(
            label=_("until when"), required=False, choices=When.choices, initial=When.WEEK, widget=forms.RadioSelect
        )
        self.add_field(name_in(number, "next_step"), step)
        self.add_field(name_in(number, "next_when"), when)
        self.add_field(name_in(number, "next_on"), forms.DateField(label=_("date of the next step"), required=False))

    @property
    def rows(self) -> list[Row]:
        """The rows as they stand on the page."""
        names = ("case", "note", "next_step", "next_when", "next_on")
        return [Row(number, *(self[name_in(number, name)] for name in names)) for number in self.row_numbers]

    # --- checking ------------------------------------------------------------------------------------

    def clean(self):
        facts = super().clean()
        self._check_length(facts)
        if facts.get("mode") not in keys_in_group("contact_mode", "accompaniment"):
            facts["accompaniment"] = ""
        if facts.get("mediation_language") and not facts.get("mediation_minutes"):
            facts["mediation_minutes"] = facts.get("minutes")
        if not set(self.errors) & {name_in(number, "case") for number in self.row_numbers}:
            self._check_cases(facts)
            self._check_names(facts)
        for number in self.row_numbers:
            self._check_step(facts, number)
        return facts

    def _check_length(self, facts):
        if len(self.row_numbers) > MOST_ROWS:
            self.add_error(None, _("So many people at once are a group offer."))
        for number in self.row_numbers:
            if len(_joined(facts.get("shared_note"), facts.get(name_in(number, "note")))) > NOTE_LENGTH:
                self.add_error(name_in(number, "note"), _("Together with the text for all this note is too long."))

    def _check_cases(self, facts):
        """The chosen cases in at most one statement; somebody else's reads like one that does not exist."""
        names = {number: name_in(number, "case") for number in self.row_numbers}
        wanted = {number: uuid_of(facts[name]) for number, name in names.items()}
        found = {self.known.pk: self.known} if self.known else {}
        if further := [pk for pk in wanted.values() if pk and pk not in found]:
            chosen = running_cases(self.user).select_related("client").filter(pk__in=further)
            found |= {case.pk: case for case in chosen}
        seen = set()
        for number, pk in wanted.items():
            if pk not in found:
                self.add_error(names[number], _("Please choose one of your running cases."))
            elif pk in seen:
                self.add_error(names[number], _("This person is named above already."))
            else:
                seen.add(pk)
                facts[names[number]] = found[pk]

    def _check_names(self, facts):
        """A text that names another one who took part is asked about once, at its field."""
        rows = {number: facts.get(name_in(number, "case")) for number in self.row_numbers}
        if facts.get("confirm_names") or len(rows) < 2 or self.errors:
            return
        told = set()
        for number, case in rows.items():
            others = [other for other in rows.values() if other is not case]
            for field in ("shared_note", name_in(number, "note"), name_in(number, "next_step")):
                if field not in told and (word := name_in_text(facts.get(field), case, others)):
                    self.add_error(field, NAMED % {"word": word, "client": case.client.pseudonym})
                    told.add(field)
        self.names_another = bool(told)

    def _check_step(self, facts, number):
        step, when, on = (facts.get(name_in(number, name)) for name in ("next_step", "next_when", "next_on"))
        field = name_in(number, "next_on")
        if step and when == When.DATE and field not in self.errors:
            if not on:
                self.add_error(field, _("Which day?"))
            elif on < timezone.localdate():
                self.add_error(field, _("This day is over. A next step lies ahead."))

    # --- for the service -----------------------------------------------------------------------------

    def log_facts(self) -> dict:
        """What the form says, as keyword arguments of `log_sessions`.

        DomainError where the appointment or the notice was settled meanwhile. That is no mistake of the form: sent a
        second time, it is right, and leads to what the first one did.
        """
        facts = self.session_facts()
        del facts["site_id"]
        facts.pop("note", None)
        notice = self._named("notice", waiting_notice)
        if notice and self.cleaned_data["held_by"] == HeldBy.SENDER:
            facts["counsellor"] = notice.sender
        return facts | {
            "site": self.cleaned_data["site"],
            "rows": [self._row_facts(number) for number in self.row_numbers],
            "settled": self.settled_tasks,
            "appointment": self._named("appointment", open_appointment),
            "appointments": self._ticked_appointments(),
            "notice": notice,
        }

    def _named(self, name, find):
        """The appointment or notice this talk comes from."""
        if not (named := self.cleaned_data[name]):
            return None
        if found := find(self.user, uuid_of(named)):
            return found
        raise DomainError(GONE[name])

    def session_facts(self) -> dict:
        self.cleaned_data.setdefault("note", "")  # the first row may have been taken away
        return super().session_facts()

    @property
    def first_step(self) -> dict | None:
        """The next step of the only client, for the receipt."""
        number = self.row_numbers[0]
        return {"on": self._due(number)} if self.cleaned_data[name_in(number, "next_step")] else None

    def _row_facts(self, number):
        facts = {name: self.cleaned_data.get(name_in(number, name)) for name in ("case", "note", "next_step")}
        return facts | {
            "note": _joined(self.cleaned_data["shared_note"], facts["note"]),
            "next_step_on": self._due(number),
        }

    def _due(self, number) -> datetime.date | None:
        when = self.cleaned_data[name_in(number, "next_when")] or When.OPEN
        if when == When.DATE:
            return self.cleaned_data[name_in(number, "next_on")]
        return timezone.localdate() + datetime.timedelta(days=DAYS[when]) if when in DAYS else None

    @cached_property
    def settled_tasks(self) -> list[Task]:
        """Ticked tasks of the chosen clients; one that somebody has settled meanwhile needs nothing more."""
        ticked = self._ticked("settled")
        return list(Task.objects.open().filter(pk__in=ticked, case__in=self._chosen())) if ticked else []

    def _ticked_appointments(self) -> list[Appointment]:
        """Those that stand, of the chosen clients; what was logged or called off meanwhile needs nothing more."""
        ticked = self._ticked("appointments")
        return list(open_appointments(self.user).filter(pk__in=ticked, case__in=self._chosen())) if ticked else []

    def _ticked(self, name):
        return [pk for pk in map(uuid_of, self.cleaned_data[name] or ()) if pk]

    def _chosen(self):
        return [self.cleaned_data[name_in(number, "case")].pk for number in self.row_numbers]


def _joined(*texts) -> str:
    return "\n\n".join(text for text in texts if text)
