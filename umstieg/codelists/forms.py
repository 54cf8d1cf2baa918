"""Keeping the code lists."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import DomainForm

from .keeping import group_choices


class _Form(DomainForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class CodeForm(_Form):
    """A new code: its words in both languages, and the group rules count it in."""

    german = forms.CharField(label=_("German"), max_length=120)
    english = forms.CharField(label=_("English"), max_length=120)
    group = forms.ChoiceField(label=_("group"), help_text=_("Rules and reports count by groups; they are fixed."))
    valid_from = forms.DateField(label=_("valid from"), required=False)

    def __init__(self, *args, list_key, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = group_choices(list_key)


class LabelForm(_Form):
    """Other words for a code, from a day on."""

    german = forms.CharField(label=_("German"), max_length=120)
    english = forms.CharField(label=_("English"), max_length=120)
    since = forms.DateField(label=_("from"), help_text=_("Records of before keep the words of their day."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", timezone.localdate())


class EndForm(_Form):
    """The last day on which a code is offered."""

    on = forms.DateField(
        label=_("offered until"), required=False, help_text=_("Empty: until further notice. Records keep the code.")
    )
