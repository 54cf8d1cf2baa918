"""What a session tells, for logging and for correcting it. Everything but date and mode is voluntary."""

import datetime

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import SessionResult
from cases.models import CounsellingSession
from cases.models.session import DAY_MINUTES
from umstieg.centre.queries import sites_to_choose
from umstieg.codelists.fields import CodeChoice
from umstieg.core.forms import FactsForm, TimeInput, helper_for

from .client import CHIPS
from .correcting import Correcting, same_minute

TOO_LONG = _("At most 1440 minutes (24 hours).")


class SessionForm(FactsForm):
    """Date and time, mode, length, place, topics, language mediation, note."""

    plain_labels = True  # the head of the page says what is voluntary

    started_on = forms.DateField(label=_("date"))
    started_time = forms.TimeField(label=_("time"), widget=TimeInput)
    mode = CodeChoice("contact_mode", known_only=True, label=_("mode"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=_("minutes"), required=False, min_value=1, max_value=DAY_MINUTES)
    mediation_minutes = forms.IntegerField(
        label=_("minutes of mediation"), required=False, min_value=1, max_value=DAY_MINUTES
    )

    class Meta:
        model = CounsellingSession
        fields = [
            "mode",
            "setting",
            "result",
            "minutes",
            "site",
            "place",
            "accompaniment",
            "topics",
            "mediation_language",
            "mediator",
            "mediation_minutes",
            "note",
        ]
        widgets = {"result": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance
        now = timezone.localtime(held.started_at if held.started_at else None)
        self.initial.setdefault("started_on", now.date())
        self.initial.setdefault("started_time", now.time().replace(second=0, microsecond=0))
        self.fields["mode"].required = True
        self.fields["mode"].offer(keep=[held.mode])
        self.fields["mode"].choices = [pair for pair in self.fields["mode"].choices if pair[0]]
        self.fields["result"].choices = SessionResult.choices
        self.fields["setting"].offer(keep=[held.setting])
        self.fields["accompaniment"].offer(keep=[held.accompaniment])
        self.fields["topics"].offer(keep=held.topics)
        self.fields["mediation_language"].offer(keep=[held.mediation_language])
        self.fields["site"].queryset = sites_to_choose(keep=held.site_id)
        self.fields["site"].empty_label = "–"
        for name in ("minutes", "mediation_minutes"):
            self.fields[name].error_messages["max_value"] = TOO_LONG
        self.fields["minutes"].widget.attrs |= {
            "min": 1,
            "max": DAY_MINUTES,
            "inputmode": "numeric",
        }
        self.helper = helper_for(*self.layout())

    def layout(self):
        return (
            Field("mode", template=CHIPS),
            Field("result", template=CHIPS),
            Div("started_on", "started_time", "minutes", css_class="pair"),
            Div("site", "place", "setting", "accompaniment", css_class="pair"),
            Field("topics", template=CHIPS),
            Fieldset(
                _("Language mediation"),
                Div("mediation_language", "mediator", "mediation_minutes", css_class="pair"),
            ),
            "note",
        )

    def clean(self):
        facts = super().clean()
        on, at = facts.get("started_on"), facts.get("started_time")
        if on and on > timezone.localdate():
            self.add_error("started_on", _("This date lies in the future. Sessions are logged afterwards."))
        elif on and at:
            try:
                facts["started_at"] = from_current_timezone(datetime.datetime.combine(on, at))
            except forms.ValidationError:
                self.add_error("started_time", _("This time does not exist on that day (summer time)."))
        if (facts.get("mediator") or facts.get("mediation_minutes")) and not facts.get("mediation_language"):
            self.add_error("mediation_language", _("Mediation in which language?"))
        return facts

    def _get_validation_exclusions(self):
        """The fields below have held their rules themselves; to ask the database again costs a statement for each."""
        return super()._get_validation_exclusions() | {"site", "result", "minutes", "mediation_minutes"}

    def session_facts(self) -> dict:
        """What the form says, as keyword arguments of the services."""
        facts = {name: self.cleaned_data[name] for name in self._meta.fields if name != "site"}
        site = self.cleaned_data["site"]
        return facts | {"started_at": self.cleaned_data["started_at"], "site_id": site.pk if site else None}


class CorrectionForm(Correcting, SessionForm):
    """A correction keeps the old version and may say why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        self.held_at = self.instance.started_at

    def correction(self) -> dict:
        """What the form says, as keyword arguments of the service."""
        facts = super().session_facts()
        return facts | {"started_at": same_minute(facts["started_at"], self.held_at)}
