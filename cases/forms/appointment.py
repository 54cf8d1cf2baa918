"""An appointment: when and how are needed, everything else is voluntary."""

import datetime

from crispy_forms.layout import HTML, Div, Field, Fieldset
from django import forms
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Appointment, Case
from umstieg.accounts.models import User
from umstieg.agenda.enums import Every
from umstieg.agenda.series import MOST
from umstieg.centre.models import Room
from umstieg.centre.queries import sites_to_choose
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import FactsForm, TimeInput, helper_for

from .client import CHIPS
from .task import case_choice

ONLY_THIS, FOLLOWING = "this", "following"
MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)
CLIENT = '{% include "cases/includes/appointment_client.html" %}'
HINTS = '{% include "cases/includes/appointment_hints_live.html" %}'
IF_SERIES = "if-series"  # hidden by the style sheet while the appointment comes only once


def rooms_to_choose(keep=None):
    """Rooms in use, and the one a record already holds."""
    in_use = Q(is_active=True, site__is_active=True) | Q(pk=keep)
    return Room.objects.filter(in_use).select_related("site").order_by("site__name", "name")


class AppointmentForm(FactsForm):
    """Changing an appointment; of a series this one, or this and the following."""

    plain_labels = True  # the head of the page says what is voluntary

    starts_on = forms.DateField(label=_("date"))
    starts_time = forms.TimeField(label=_("time"), widget=TimeInput)
    minutes = forms.TypedChoiceField(label=_("duration"), coerce=int, widget=forms.RadioSelect)
    mode = CodeChoice("contact_mode", known_only=True, label=_("mode"), widget=forms.RadioSelect)
    owner = forms.ModelChoiceField(label=_("who"), queryset=User.objects.none(), empty_label=None)
    following = forms.ChoiceField(
        label=_("This appointment belongs to a series"),
        choices=[(ONLY_THIS, _("Change only this one")), (FOLLOWING, _("This and the following"))],
        widget=forms.RadioSelect,
        initial=ONLY_THIS,
    )

    class Meta:
        model = Appointment
        fields = ["mode", "minutes", "title", "site", "room", "place", "mediation_language", "mediator", "owner"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance
        if held.starts_at:
            start = timezone.localtime(held.starts_at)
            self.initial |= {"starts_on": start.date(), "starts_time": start.time()}
        choices = sorted({*MINUTES, held.minutes})
        self.fields["minutes"].choices = [(one, _("%(minutes)s min") % {"minutes": one}) for one in choices]
        self.fields["mode"].required = True
        self.fields["mode"].offer(keep=[held.mode])
        self.fields["mode"].choices = [pair for pair in self.fields["mode"].choices if pair[0]]
        self.fields["mediation_language"].offer(keep=[held.mediation_language])
        self.fields["site"].queryset = sites_to_choose(keep=held.site_id)
        self.fields["site"].empty_label = "–"
        self.fields["room"].queryset = rooms_to_choose(keep=held.room_id)
        self.fields["room"].empty_label = "–"
        self.fields["room"].label_from_instance = _room_label
        self.fields["title"].help_text = _("For you and the people who work on the case.")
        self.fields["owner"].queryset = people
        if len(people) < 2:
            del self.fields["owner"]
        if held.series is None:
            del self.fields["following"]
        self.helper = helper_for(*self.layout())

    def layout(self):
        return (
            *([HTML(CLIENT)] if self.instance.case_id else []),
            *([Field("following", template=CHIPS)] if "following" in self.fields else []),
            Field("mode", template=CHIPS),
            Div("starts_on", "starts_time", css_class="pair"),
            Field("minutes", template=CHIPS),
            Div("site", "room", "place", css_class="pair"),
            HTML(HINTS),
            Div("title", *(["owner"] if "owner" in self.fields else []), css_class="pair"),
            Fieldset(_("Language mediation"), Div("mediation_language", "mediator", css_class="pair")),
        )

    def clean(self):
        facts = super().clean()
        on, at = facts.get("starts_on"), facts.get("starts_time")
        if on and at:
            try:
                facts["starts_at"] = from_current_timezone(datetime.datetime.combine(on, at))
            except forms.ValidationError:
                self.add_error("starts_time", _("This time does not exist on that day (summer time)."))
        return facts

    def facts(self) -> dict:
        """What the form says, as keyword arguments of the services."""
        names = [name for name in self._meta.fields if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in ("starts_at", *names)}

    @property
    def means_following(self) -> bool:
        """Whether the later ones of the series are changed too."""
        return self.cleaned_data.get("following") == FOLLOWING

    def drafted(self, *, by) -> Appointment | None:
        """The appointment as far as it is filled in, never saved, for its hints; None without day, time and mode."""
        self.is_valid()
        facts = self.cleaned_data
        if not all(facts.get(name) for name in ("starts_at", "mode", "minutes")):
            return None
        names = ("starts_at", "mode", "minutes", "site", "room", "mediator", "case")
        drafted = Appointment(owner=by, **{name: facts[name] for name in names if facts.get(name)})
        if self.instance.pk and not self.instance._state.adding:
            drafted.pk, drafted.case, drafted.owner = self.instance.pk, self.instance.case, self.instance.owner
        drafted.owner = facts.get("owner") or drafted.owner
        return drafted


class NewAppointmentForm(AppointmentForm):
    """With the choice of the case, and as a series."""

    case = forms.ModelChoiceField(label=_("With whom?"), queryset=Case.objects.none(), required=False)
    every = forms.ChoiceField(label=_("again"), choices=[("", _("only once")), *Every.choices], required=False)
    times = forms.IntegerField(label=_("how many times"), required=False, min_value=2, max_value=MOST)
    until = forms.DateField(label=_("or until"), required=False)
    skip_holidays = forms.BooleanField(label=_("Leave out public holidays"), required=False, initial=True)

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        case_choice(self.fields["case"], cases)

    def layout(self):
        return (
            "case",
            HTML(CLIENT),
            *super().layout(),
            Fieldset(
                _("Series"),
                Div(
                    "every", Div("times", css_class="if-series"), Div("until", css_class="if-series"), css_class="pair"
                ),
                Div("skip_holidays", css_class=IF_SERIES),
            ),
        )

    def clean(self):
        facts = super().clean()
        if (facts.get("times") or facts.get("until")) and not facts.get("every") and "every" not in self.errors:
            self.add_error("every", _("How often does it come again?"))
        return facts

    def facts(self) -> dict:
        names = ("case", "every", "times", "until", "skip_holidays")
        return super().facts() | {name: self.cleaned_data[name] for name in names}


def _room_label(room):
    protected = "" if room.is_protected else _(" (not protected)")
    return f"{room.site.name}: {room.name}{protected}"
