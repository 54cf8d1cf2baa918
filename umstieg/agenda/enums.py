"""What code branches on in tasks, appointments and the feed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaskResult(TextChoices):
    """How a task ended. Letting it drop is a decision, no failure."""

    DONE = "DONE", _("done")
    DROPPED = "DROPPED", _("no longer needed")


class Every(TextChoices):
    """How often an appointment of a series comes."""

    WEEK = "WEEK", _("every week")
    TWO_WEEKS = "TWO_WEEKS", _("every two weeks")
    FOUR_WEEKS = "FOUR_WEEKS", _("every four weeks")
    MONTH = "MONTH", _("every month")


class FeedDetail(TextChoices):
    """How much a calendar outside tells. Never a name, a number or a text."""

    BUSY = "BUSY", _("only that there is an appointment")
    MODE = "MODE", _("and whether it is in person, by phone …")
    PLACE = "PLACE", _("and at which of our sites")
