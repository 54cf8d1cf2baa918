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
        for name, rows, label in (
            ("tasks", tasks, lambda one: " · ".join(filter(None, (one.text, day(one.due_on))))),
            ("appointments", coming.order_by("starts_at"), lambda one: moment(one.starts_at)),
        ):
            self.fields[name].queryset = rows
            self.fields[name].label_from_instance = label
            self.initial.setdefault(name, [one.pk for one in rows])
            if not self.initial[name]:
                del self.fields[name]
        chosen = [Field(name, template=CHIPS) for name in ("tasks", "appointments") if name in self.fields]
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
    """In which phase it goes on."""

    phase = forms.ChoiceField(
        label=_("In which phase does it go on?"),
        choices=[("", _("none for now")), *Phase.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Field("phase", template=CHIPS))
