"""How much a calendar outside may tell."""

from django import forms
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm

from .enums import FeedDetail


class FeedForm(DomainForm):
    detail = forms.ChoiceField(
        label=_("What your calendar may show"),
        choices=FeedDetail.choices,
        initial=FeedDetail.BUSY,
        widget=forms.RadioSelect,
    )
