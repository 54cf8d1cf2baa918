"""The fields that the forms of all claims share."""

from crispy_forms.layout import Div
from django.utils.translation import gettext_lazy as _

#: Of `cases.models.claim.AbstractClaim`, for the Meta of a form.
CLAIM_FIELDS = ["state", "state_on", "applied_on", "answer_due_on"]


class ClaimFormMixin:
    """How a claim stands and since when; only the state is asked for. Stands before FactsForm among the bases."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state_on"].required = False
        if not self.instance._state.adding:
            self.fields["state_on"].help_text = _("Left as it is, a new state counts from today.")

    def clean_state_on(self):
        """Emptied it means: as it was, or today."""
        return self.cleaned_data["state_on"] or self.instance.state_on

    def claim_rows(self):
        """The rows of the shared fields, for the layout of a form."""
        return (
            Div("state", "state_on", css_class="pair"),
            Div("applied_on", "answer_due_on", css_class="pair"),
        )
