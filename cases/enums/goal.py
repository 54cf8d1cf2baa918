"""Closed values of wishes and goals (domain d.11)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WishKind(TextChoices):
    """What she says of herself: a wish, or what she can do and what helps her (KP-5, 122-01)."""

    WISH = "WISH", _("wish")
    RESOURCE = "RESOURCE", _("strength")


class Horizon(TextChoices):
    """When a wish is meant: guide key point 5 looks at the near and at the far."""

    SOON = "SOON", pgettext_lazy("wish", "soon")
    LATER = "LATER", pgettext_lazy("wish", "later")


class WishState(TextChoices):
    """A wish is noted as she says it and never judged; she alone says that it has come true or is none any more."""

    WISHED = "WISHED", _("wished for")
    FULFILLED = "FULFILLED", _("fulfilled")
    NO_LONGER = "NO_LONGER", _("no longer wished for")


class GoalState(TextChoices):
    """Domain d.11. None of them is a failure: a paused goal waits, a changed one goes on."""

    OPEN = "OPEN", pgettext_lazy("goal", "open")
    IN_PROGRESS = "IN_PROGRESS", pgettext_lazy("goal", "in progress")
    PARTLY = "PARTLY", pgettext_lazy("goal", "partly reached")
    REACHED = "REACHED", pgettext_lazy("goal", "reached")
    ADJUSTED = "ADJUSTED", pgettext_lazy("goal", "changed")
    PAUSED = "PAUSED", pgettext_lazy("goal", "paused")
    DROPPED = "DROPPED", pgettext_lazy("goal", "dropped")

    @property
    def is_running(self) -> bool:
        """Whether somebody works on it, or may begin any day."""
        return self in RUNNING_GOALS

    @property
    def needs_reason(self) -> bool:
        """Guide 114-06 keeps adjustments in view: they are understood later by their reason. A success needs none."""
        return self in REASONED_GOALS

    @property
    def glyph(self) -> str:
        """The code of its sign, see core/templatetags/ui.py."""
        return _GOAL_GLYPHS[self]


RUNNING_GOALS = (GoalState.OPEN, GoalState.IN_PROGRESS, GoalState.PARTLY, GoalState.ADJUSTED)
REASONED_GOALS = (GoalState.ADJUSTED, GoalState.PAUSED, GoalState.DROPPED)
_GOAL_GLYPHS = {
    GoalState.OPEN: "open",
    GoalState.IN_PROGRESS: "work",
    GoalState.PARTLY: "prov",
    GoalState.REACHED: "ok",
    GoalState.ADJUSTED: "work",
    GoalState.PAUSED: "wait",
    GoalState.DROPPED: "none",
}
