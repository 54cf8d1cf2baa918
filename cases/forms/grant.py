"""Asking for access for a time, and hiding a case from a colleague. Every one of them says why."""

import datetime

from crispy_forms.layout import Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import LeadCause, ReviewResult
from cases.services.grant import COVER_DAYS
from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.core.forms import DomainForm, helper_for

from .client import CHIPS
from .notice import Colleagues

LENGTH = 1_000


def _reason(help_text="", rows=3):
    return forms.CharField(
        label=_("reason"), max_length=LENGTH, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class CoverForm(DomainForm):
    """For whom, until when, and why."""

    colleague = Colleagues(label=_("for whom"), queryset=User.objects.none(), empty_label="–")
    until = forms.DateField(label=_("up to and including"))
    reason = _reason(_("For instance holiday or illness. Your colleague sees it."), rows=2)

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = User.objects.filter(pk__in=[one["id"] for one in offers]).order_by("name")
        if len(offers) == 1:
            self.initial.setdefault("colleague", offers[0]["id"])
        self.initial.setdefault("until", timezone.localdate() + datetime.timedelta(days=7))
        last = timezone.localdate() + datetime.timedelta(days=COVER_DAYS)
        self.fields["until"].widget.attrs |= {"min": timezone.localdate().isoformat(), "max": last.isoformat()}
        self.fields["until"].help_text = _("Six weeks at most.")
        self.helper = helper_for("colleague", "until", "reason")


class LeadReasonForm(DomainForm):
    """What a lead opens a case for."""

    cause = forms.ChoiceField(label=_("cause"), choices=LeadCause.choices, widget=forms.RadioSelect)
    reason = _reason(_("One sentence. Whoever works on the case reads it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Field("cause", template=CHIPS), "reason")


class RestrictedForm(DomainForm):
    """Why what is specially protected is needed too."""

    reason = _reason(_("What do you need to know, and what for? Whoever works on the case reads it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("reason")


class EmergencyForm(DomainForm):
    """One case by its number."""

    number = forms.CharField(
        label=_("case number"), max_length=12, help_text=_("A lead sees it in the list of her team.")
    )
    duration = forms.TypedChoiceField(
        label=_("for how long"),
        coerce=int,
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (60, _("an hour"))],
        initial=30,
        widget=forms.RadioSelect,
    )
    reason = _reason(_("What has happened, and why can it not wait? A sentence at least."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for("number", Field("duration", template=CHIPS), "reason")


class ReviewForm(DomainForm):
    """What a lead thinks of an opening in an emergency."""

    result = forms.ChoiceField(label=_("result"), choices=ReviewResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("note"), required=False, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for(Field("result", template=CHIPS), "note")


class LockForm(DomainForm):
    """From whom a case is hidden."""

    user = Colleagues(label=_("from whom"), queryset=User.objects.none(), empty_label="–")
    reason = _reason(_("For instance: a relative of hers. Only data protection can lift the lock."))

    def __init__(self, *args, case, by, **kwargs):
        super().__init__(*args, **kwargs)
        seeing = (Role.COUNSELLOR, Role.TEAM_LEAD)
        people = User.objects.filter(is_active=True, memberships__role__in=seeing).exclude(pk=by.pk)
        self.fields["user"].queryset = people.exclude(pk=case.counsellor_id).order_by("name", "pk").distinct()
        self.helper = helper_for("user", "reason")
