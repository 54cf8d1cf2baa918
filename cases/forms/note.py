"""Entries in the file without a talk, and the counsellor's own notes beside it."""

import datetime

from crispy_forms.layout import Div
from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm, TimeInput, helper_for

from .correcting import Correcting, same_minute

NOTE_LENGTH = 20_000
PERSONAL_LENGTH = 5_000


def held_by(text, moment) -> dict:
    """A text and its moment, as the fields of the form hold them."""
    at = timezone.localtime(moment)
    return {"text": text, "noted_on": at.date(), "noted_time": at.time().replace(second=0, microsecond=0)}


class NoteForm(DomainForm):
    """An entry in the file: a letter that came, something that was thought over."""

    text = forms.CharField(label=_("text"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 5}))
    noted_on = forms.DateField(label=_("date"))
    noted_time = forms.TimeField(label=_("time"), widget=TimeInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.initial.setdefault("noted_on", now.date())
        self.initial.setdefault("noted_time", now.time().replace(second=0, microsecond=0))
        self.helper = helper_for(*self.layout())

    def layout(self):
        return "text", Div("noted_on", "noted_time", css_class="pair")

    def clean(self):
        facts = super().clean()
        on, at = facts.get("noted_on"), facts.get("noted_time")
        if on and on > timezone.localdate():
            self.add_error("noted_on", _("This date lies in the future."))
        elif on and at:
            try:
                facts["noted_at"] = from_current_timezone(datetime.datetime.combine(on, at))
            except forms.ValidationError:
                self.add_error("noted_time", _("This time does not exist on that day (summer time)."))
        return facts

    def note_facts(self) -> dict:
        return {"text": self.cleaned_data["text"], "noted_at": self.cleaned_data["noted_at"]}


class NoteCorrectionForm(Correcting, NoteForm):
    """A correction keeps the old version and may say why."""

    def __init__(self, *args, note, **kwargs):
        self.held_at = note.noted_at
        super().__init__(*args, initial=held_by(note.text, note.noted_at) | {"version": note.version}, **kwargs)

    def correction(self) -> dict:
        """What the form says, as keyword arguments of the service."""
        facts = self.note_facts()
        return facts | {"noted_at": same_minute(facts["noted_at"], self.held_at)}


class PersonalNoteForm(DomainForm):
    """Only the author reads it."""

    text = forms.CharField(
        label=_("personal note"),
        max_length=PERSONAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only you see it, for 14 days. It is no part of the file."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("text")
