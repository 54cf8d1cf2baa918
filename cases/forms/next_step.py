"""What is to be done next for a case: one line and a day."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.services.working import people_on
from umstieg.accounts.models import User
from umstieg.core.forms import DomainForm, helper_for


class NextStepForm(DomainForm):
    text = forms.CharField(label=_("what is to be done"), max_length=200)
    due_on = forms.DateField(label=_("due on"), required=False)
    assigned_to = forms.ModelChoiceField(label=_("who"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = people_on(case)
        self.initial.setdefault("assigned_to", user.pk)
        self.helper = helper_for("text", Div("due_on", "assigned_to", css_class="pair"))
