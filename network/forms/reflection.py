"""The reflection sheet (24-02)."""

from django import forms

from network.models import ReflectionSheet
from umstieg.core.opened import OpenedForm, opened_helper_for

from .cooperation import PartnersField

TEXTS = ("need", "own_part", "missing", "actors")


class ReflectionForm(OpenedForm):
    """Four questions about one topic, and the partners that matter for it."""

    organisations = PartnersField(
        label=ReflectionSheet._meta.get_field("organisations").verbose_name, queryset=None, required=False
    )

    class Meta:
        model = ReflectionSheet
        fields = list(TEXTS)
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in TEXTS}

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        field.queryset = partners
        if self.instance.pk and not self.is_bound:
            self.initial["organisations"] = self.instance.organisations.all()
        self.helper = opened_helper_for(*TEXTS, "organisations")
