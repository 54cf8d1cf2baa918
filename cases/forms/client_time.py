"""When appointments suit a client, and when not (114-12)."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm, TimeInput, helper_for

from .client import CHIPS

SUITS, BLOCKED = "suits", "blocked"


class ClientTimeForm(DomainForm):
    """Some weekdays, from–to."""

    plain_labels = True

    is_blocked = forms.TypedChoiceField(
        label=_("At these times"),
        choices=[(SUITS, _("it suits well")), (BLOCKED, _("it is not possible"))],
        coerce=lambda choice: choice == BLOCKED,
        widget=forms.RadioSelect,
        initial=SUITS,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("weekdays"), choices=list(WEEKDAYS_ABBR.items()), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(label=_("from"), widget=TimeInput)
    ends = forms.TimeField(label=_("to"), widget=TimeInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].error_messages["required"] = _("Please choose at least one day.")
        self.helper = helper_for(
            Field("is_blocked", template=CHIPS),
            Field("weekdays", template=CHIPS),
            Div("begins", "ends", css_class="pair"),
        )
