"""What every correction asks besides the text itself."""

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _


class Correcting(metaclass=DeclarativeFieldsMetaclass):
    """Before a form in the bases: a correction is written on a version, and may say why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("reason of the correction"), max_length=200, required=False)

    def layout(self):
        return (*super().layout(), "reason", "version")

    def write_on(self, version: int) -> None:
        """Go on from the version that somebody else has saved meanwhile."""
        self.data = self.data.copy()
        self.data["version"] = version


def same_minute(moment, held):
    """The time field knows no seconds: an unchanged minute is no change."""
    return held if moment == held.replace(second=0, microsecond=0) else moment
