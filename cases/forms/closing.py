"""Closing a case, and taking it up again."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Phase
from cases.models import Appointment, Task
from umstieg.codelists.fields import CodeChoice
from umstieg.core.formats import day, moment
from umstieg.core.forms import DomainForm, ManyRows, helper_for

from .client import CHIPS


class ClosingForm(DomainForm):
    """The reason, and what becomes of what is still planned."""

    reason = CodeChoice("closing_reason", label=_("reason for closing"), widget=forms.RadioSelect)
    closed_on = forms.DateField(label=_("closed on"))
    tasks = ManyRows(
        label=_("open tasks that are no longer needed"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked stays with the person it is assigned to."),
    )
    appointments = ManyRows(
        label=_("appointments to cancel"),
        queryset=Appointment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [pair for pair in self.fields["reason"].choices if pair[0]]
        self.initial.setdefault("closed_on", timezone.localdate())
        tasks = Task.objects.visible_to(user).open().filter(case=case).order_by("due_on", "created_at")
        coming = Appointment.objects.visible_to(user).standing().filter(case=case, starts_at__gte=timezone.now())
        chosen = _offer(self, tasks=tasks, appointments=coming.order_by("starts_at"))
        self.helper = helper_for(Field("reason", template=CHIPS), Div("closed_on", css_class="pair"), *chosen)

    def closing_facts(self) -> dict:
        """Keyword arguments of `close_case`."""
        facts = self.cleaned_data
        return {
            "reason": facts["reason"],
            "on": facts["closed_on"],
            "settle": facts.get("tasks", ()),
            "cancel": facts.get("appointments", ()),
        }


class ReopenForm(DomainForm):
    """In which phase it goes on, and what of that which its closing has ended is taken up too."""

    phase = forms.ChoiceField(
        label=_("In which phase does it go on?"),
        choices=[("", _("none for now")), *Phase.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    tasks = ManyRows(
        label=_("tasks to take up again"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They were ended when the case was closed."),
    )
    appointments = ManyRows(
        label=_("appointments that stand again"),
        queryset=Appointment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They were cancelled when the case was closed. Tick only what is agreed on again."),
    )

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        tasks = Task.objects.visible_to(user).ended_with(case).order_by("due_on", "created_at")
        coming = Appointment.objects.visible_to(user).ended_with(case).filter(starts_at__gte=timezone.now())
        self.initial.setdefault("appointments", [])  # what was cancelled has been told: nothing stands again by itself
        chosen = _offer(self, tasks=tasks, appointments=coming.order_by("starts_at"))
        self.helper = helper_for(Field("phase", template=CHIPS), *chosen)


def _offer(form, **rows) -> list[Field]:
    """Let these tasks and appointments be chosen, all of them to begin with; a field without any falls away."""
    labels = {
        "tasks": lambda one: " · ".join(filter(None, (one.text, day(one.due_on)))),
        "appointments": lambda one: moment(one.starts_at),
    }
    for name, offered in rows.items():
        form.fields[name].queryset = offered
        form.fields[name].label_from_instance = labels[name]
        form.initial.setdefault(name, [one.pk for one in offered])
        if not offered:
            del form.fields[name]
    return [Field(name, template=CHIPS) for name in rows if name in form.fields]
