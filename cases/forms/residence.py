"""Forms about residence: nothing of it is mandatory, and none of it a condition of help."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Arrival, ResidenceTitle
from umstieg.core.opened import OpenedForm, opened_helper_for


class ResidenceTitleForm(OpenedForm):
    """On what the residence rests, and until when a document holds."""

    class Meta:
        model = ResidenceTitle
        fields = ["status", "since_on", "valid_until_on", "seen_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].empty_label = "–"
        self.fields["status"].offer(keep=[self.instance.status])
        self.fields["valid_until_on"].help_text = _("You are reminded 90, 60, 30 and 7 days before.")
        self.fields["seen_on"].help_text = _("Only that it was seen; no number and no copy.")
        self.helper = opened_helper_for(
            Div("status", "since_on", css_class="pair"), Div("valid_until_on", "seen_on", css_class="pair"), "note"
        )


class ArrivalForm(OpenedForm):
    """Since when she has lived in Germany."""

    class Meta:
        model = Arrival
        fields = ["since_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since_on"].help_text = _("As she tells it; about so much is enough.")
        self.helper = opened_helper_for()
