"""Starting a checklist, and naming its points."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import ChecklistItem
from umstieg.core.forms import DomainForm, FactsForm, helper_for
from umstieg.guide.enums import Theme
from umstieg.guide.queries import offered_checklists, themes_by_pillar

CHECKS = "components/checks_field.html"


class StartForm(DomainForm):
    """One of the centre's lists, or an empty one with a title of its own. `theme`: what the page came from, or None."""

    template = forms.ChoiceField(label=_("list of the centre"), required=False, widget=forms.RadioSelect)
    title = forms.CharField(label=_("or a list of its own"), required=False, max_length=80)
    theme = forms.ChoiceField(
        label=_("theme"),
        required=False,
        help_text=_("For a list of its own. On health, residence, addiction and trauma it is specially protected."),
    )

    def __init__(self, *args, theme=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered_checklists()}
        first = [key for key, one in self.offered.items() if theme and one.theme == theme]
        order = [*first, *(key for key in self.offered if key not in first)]
        self.fields["template"].choices = [(key, self.offered[key].title) for key in order]
        self.fields["theme"].choices = [
            ("", _("of no theme")),
            *((name, themes) for _key, name, themes in themes_by_pillar()),
        ]
        if theme:
            self.initial.setdefault("theme", Theme(theme).value)
        if first:
            self.initial.setdefault("template", first[0])
        self.helper = helper_for(Field("template", template=CHECKS), Div("title", "theme", css_class="pair"))

    def clean(self):
        facts = super().clean()
        if not self.errors and not facts.get("template") and not facts.get("title"):
            self.add_error("title", _("Please choose a list or give it a title."))
        return facts

    def facts(self) -> dict:
        """What the list is started with: a title that was typed makes a list of its own."""
        facts = self.cleaned_data
        if facts["title"]:
            return {"title": facts["title"], "theme": facts["theme"]}
        chosen = self.offered[facts["template"]]
        return {"title": chosen.title, "theme": chosen.theme, "items": chosen.items}


class PointForm(FactsForm):
    """A point of a list; the language only where something was explained."""

    class Meta:
        model = ChecklistItem
        fields = ["text", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = _("Where the point is something that was explained.")
        self.fields["language"].offer(keep=[self.instance.language])
        if self.instance.pk is None:
            del self.fields["language"]
        self.helper = helper_for(*self.fields)
