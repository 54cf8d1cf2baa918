"""Wishes in her own words, goals agreed on together, how they stand, and how often they are looked at again."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import GoalState, Horizon, WishKind, WishState
from cases.models import Goal, Wish
from cases.models.goal import MOST_MONTHS, REVIEW_MONTHS
from umstieg.core.forms import DomainForm, helper_for
from umstieg.core.opened import OpenedForm, opened_helper_for
from umstieg.guide.enums import THEMES_OF

from .client import CHIPS

AT_ONCE = 3  # scenario e.1-4: three small goals


def themes_to_choose():
    """The themes under their pillars, with "none" first."""
    return [
        ("", "–"),
        *(
            (pillar.label, [(theme.value, capfirst(theme.label)) for theme in themes])
            for pillar, themes in THEMES_OF.items()
        ),
    ]


class WishForm(OpenedForm):
    """A wish, or a strength. Her words; once it is noted also whether it still is one."""

    class Meta:
        model = Wish
        fields = ["kind", "text", "horizon", "stated_on", "state"]
        widgets = {
            "kind": forms.RadioSelect,
            "horizon": forms.RadioSelect,
            "state": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = WishKind.choices
        self.fields["horizon"].choices = [("", pgettext_lazy("wish", "whenever")), *Horizon.choices]
        self.fields["text"].help_text = _("As she says it, in her language if she likes.")
        if self.instance._state.adding:
            del self.fields["state"]
        else:
            self.fields["state"].choices = WishState.choices
        chips = [Field(name, template=CHIPS) for name in ("horizon", "state") if name in self.fields]
        self.helper = opened_helper_for(Field("kind", template=CHIPS), "text", *chips, "stated_on", "opened_with")


class SmallGoalsForm(DomainForm):
    """Up to three short goals at a stroke (e.1-4). `way_to`: the goal they are steps to, whose theme they share."""

    def __init__(self, *args, way_to=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.theme = way_to.theme if way_to else None
        rows = []
        for number in range(1, AT_ONCE + 1):
            title, theme = f"title_{number}", f"theme_{number}"
            label = _("step %(number)s") if way_to else _("goal %(number)s")
            self.add_field(
                title, forms.CharField(label=label % {"number": number}, max_length=200, required=number == 1)
            )
            if not way_to:
                self.add_field(theme, forms.ChoiceField(label=_("theme"), choices=themes_to_choose(), required=False))
            rows.append(Div(title, *([] if way_to else [theme]), css_class="pair goal-row"))
        self.add_field("agreed_on", forms.DateField(label=_("agreed on"), initial=timezone.localdate))
        self.helper = helper_for(*rows, "agreed_on")

    def goals(self) -> list[dict]:
        """What was filled in, as `services.goal.agree_on_goals` takes it."""
        rows = [
            {
                "title": self.cleaned_data[f"title_{number}"],
                "theme": self.cleaned_data[f"theme_{number}"] if self.theme is None else self.theme,
            }
            for number in range(1, AT_ONCE + 1)
        ]
        return [row for row in rows if row["title"]]


class GoalForm(OpenedForm):
    """A goal with both sides' part; only the goal itself is needed. Other words than before ask for a reason."""

    reason = forms.CharField(
        label=_("why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("The earlier words stay readable."),
    )

    class Meta:
        model = Goal
        fields = ["title", "theme", "her_part", "our_part", "target_on", "agreed_on"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("her_part", "our_part")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Small enough to be reached, in plain words. It stands on “My way” too.")
        self.fields["theme"].choices = themes_to_choose()
        self.fields["reason"].hint = _("needed where the words change")
        is_new = self.instance._state.adding
        if is_new:
            del self.fields["reason"]
        else:
            del self.fields["agreed_on"]
        self.helper = opened_helper_for(
            "title",
            "theme",
            Div("her_part", "our_part", css_class="pair"),
            Div("target_on", *(["agreed_on"] if is_new else []), css_class="pair"),
            *([] if is_new else ["reason"]),
            "opened_with",
        )

    def facts(self) -> dict:
        return {name: value for name, value in super().facts().items() if name not in ("reason", "agreed_on")}

    def goals(self) -> list[dict]:
        """As `services.goal.agree_on_goals` takes it."""
        return [self.facts()]

    def changes(self) -> dict:
        """As `services.goal.change_goal` takes it."""
        return self.facts() | {"reason": self.cleaned_data["reason"], "seen": self.seen()}


class GoalStateForm(DomainForm):
    """How a goal stands: one choice, and a reason where it takes another way than agreed on."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=GoalState.choices, widget=forms.RadioSelect)
    state_on = forms.DateField(label=_("since"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("why?"),
        max_length=200,
        required=False,
        help_text=_("In her words if possible."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].hint = _("needed for changed, paused and dropped")
        self.helper = helper_for(Field("state", template=CHIPS), "state_on", "reason")

    def changes(self) -> dict:
        """As `services.goal.note_goal_state` takes it."""
        facts = self.cleaned_data
        return {"state": facts["state"], "on": facts["state_on"], "reason": facts["reason"]}


class ReviewForm(DomainForm):
    """How often the goals are looked at together."""

    months = forms.TypedChoiceField(label=_("evaluation talks"), coerce=int, initial=REVIEW_MONTHS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = review_choices()
        self.helper = helper_for("months")

    def chosen(self) -> int | None:
        """Months, or None for no fixed times."""
        return self.cleaned_data["months"] or None


def review_choices():
    return [(number, every_months(number)) for number in range(1, MOST_MONTHS + 1)] + [(0, _("at no fixed times"))]


def every_months(number) -> str:
    """ "alle 3 Monate"."""
    return _("once a month") if number == 1 else _("every %(number)s months") % {"number": number}
