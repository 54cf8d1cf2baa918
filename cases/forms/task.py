"""A task: what, until when, for whom, by whom. Only "what" is needed."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Task
from umstieg.accounts.models import User
from umstieg.core.forms import FactsForm, helper_for


def case_choice(field, cases) -> None:
    """Offer cases by pseudonym and number, with a script by typing (combo.js); the choice may stay empty."""
    field.widget.attrs |= {
        "data-combo": _("Own running cases"),
        "data-placeholder": _("Pseudonym or number"),
        "data-none": _("No running case of yours is called so."),
    }
    field.queryset = cases.select_related("client")
    field.empty_label = _("without a case")
    field.label_from_instance = lambda case: f"{case.client.pseudonym} · {case.number}"


class TaskForm(FactsForm):
    """`cases`: those to choose from (None: the case is settled). `people`: who may do it; she who asks comes first."""

    case = forms.ModelChoiceField(label=_("case"), queryset=Case.objects.none(), required=False)
    assigned_to = forms.ModelChoiceField(label=_("who"), queryset=User.objects.none(), empty_label=None)

    class Meta:
        model = Task
        fields = ["text", "due_on", "assigned_to"]

    def __init__(self, *args, people, cases=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = people
        if cases is None:
            del self.fields["case"]
        else:
            case_choice(self.fields["case"], cases)
        if len(people) < 2:
            del self.fields["assigned_to"]
        names = [name for name in ("case", "assigned_to") if name in self.fields]
        self.helper = helper_for("text", Div("due_on", *names, css_class="pair"))
