"""Wishes in her own words, goals with their earlier versions, and when they are looked at together again.

Guide 113-06 (agreements on realistic goals, made together), 114-05 (regular evaluation talks), 114-06 (adjustments kept
in view), 122-01 (wishes are considered).
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import GoalState, Horizon, WishKind, WishState
from umstieg.audit.registration import audited
from umstieg.core.constraints import not_before
from umstieg.core.fields import EncryptedCharField, EncryptedTextField
from umstieg.core.validators import not_in_future
from umstieg.guide.enums import Theme

from .case import Case
from .version import EarlierVersion

REVIEW_MONTHS = 3  # between two evaluation talks, where nothing else is agreed
MOST_MONTHS = 12


@audited
class Wish(models.Model):
    """What she wishes for, or what she can do and what helps her, as she says it (122-01, KP-5). Never judged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wishes", verbose_name=_("case"))
    kind = EncryptedCharField(_("kind"), max_length=10, choices=WishKind, default=WishKind.WISH)
    text = EncryptedTextField(_("in her own words"), max_length=500)
    horizon = EncryptedCharField(_("when"), max_length=10, choices=Horizon, blank=True, default="")
    stated_on = models.DateField(_("said on"), default=timezone.localdate, validators=[not_in_future])
    state = EncryptedCharField(_("state"), max_length=10, choices=WishState, default=WishState.WISHED)
    state_on = models.DateField(editable=False, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        indexes = [models.Index(fields=["case", "stated_on"], name="cases_wishes_of_case")]

    def __str__(self):
        return str(self.pk)


@audited
class Goal(models.Model):
    """Something agreed on together, or a step on the way to it (`parent`). How it read before stands in its versions.

    A goal about one of the specially protected themes (guide.enums.RESTRICTED) is seen with Part.RESTRICTED only.
    `state_on` is the day since which the state holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goals", verbose_name=_("case"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="interim_goals", null=True, blank=True, editable=False
    )
    title = EncryptedCharField(_("goal"), max_length=200)
    her_part = EncryptedTextField(_("her part"), max_length=500, blank=True, default="")
    our_part = EncryptedTextField(_("our part"), max_length=500, blank=True, default="")
    theme = EncryptedCharField(_("theme"), max_length=30, choices=Theme, blank=True, default="")
    state = EncryptedCharField(_("state"), max_length=20, choices=GoalState, default=GoalState.OPEN)
    state_on = models.DateField(_("since"), default=timezone.localdate, validators=[not_in_future])
    target_on = models.DateField(_("wanted by"), null=True, blank=True)
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate, validators=[not_in_future])
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            not_before(
                "target_on",
                "agreed_on",
                name="cases_goal_target_after",
                message=_("The day it is wanted by lies before the agreement."),
            ),
            not_before(
                "state_on",
                "agreed_on",
                name="cases_goal_state_after",
                message=_("This day lies before the agreement."),
            ),
        ]
        indexes = [models.Index(fields=["case", "agreed_on"], name="cases_goals_of_case")]

    def __str__(self):
        return str(self.pk)


@audited
class GoalVersion(EarlierVersion):
    """How a goal read, or stood, before it was changed (114-06), with the reason where one was asked for."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("earlier version of a goal")
        constraints = [models.UniqueConstraint(fields=["goal", "version"], name="cases_one_row_per_goal_version")]

    def __str__(self):
        return f"{self.goal_id} v{self.version}"


@audited
class ReviewPlan(models.Model):
    """How often the goals of a case are looked at together (114-05), and when the next time is.

    `months` empty: not at fixed times. `last_on` and `due_on` follow from talks and goals (`services.review`); they
    stand here in clear, so that lists sort by them without a statement of their own: that a review is due is a fact.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review_plan", verbose_name=_("case"))
    months = models.PositiveSmallIntegerField(
        _("months between two talks"),
        null=True,
        blank=True,
        default=REVIEW_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    last_on = models.DateField(null=True, blank=True, editable=False)
    due_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("plan of the evaluation talks")
        constraints = [
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__range=(1, MOST_MONTHS)),
                name="cases_review_months",
                violation_error_code="months",
                violation_error_message=_("Between one month and twelve."),
            )
        ]

    def __str__(self):
        return str(self.pk)
