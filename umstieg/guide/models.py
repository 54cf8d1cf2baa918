"""What a centre puts beside the tips of the guide: its own rule, what has helped here, and lists of what to have ready.

All of it is about ways and papers, never about a person, so it stands in clear. Tips are named by the row of the guide
they stand for (`tips.Tip.row`), which never changes.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited

from .enums import PILLAR_OF, Pillar, Theme

LONGEST_ITEM, MOST_ITEMS = 200, 40


@audited
class HouseRule(models.Model):
    """How this centre goes about a tip, from a day on. A new wording is a new row; the one before stays readable."""

    tip = models.CharField(max_length=12, editable=False)
    text = models.TextField(_("rule of the house"), max_length=500)
    kept_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("house rule")
        constraints = [
            models.UniqueConstraint(fields=["tip"], condition=Q(ended_at=None), name="guide_one_rule_for_a_tip")
        ]

    def __str__(self):
        return str(self.pk)


@audited(mask_also=("text",))  # what was taken back because it named somebody must not live on in the log
class HelpedHere(models.Model):
    """A short experience of a colleague with a tip. It names nobody (`anonymous.must_name_nobody`)."""

    tip = models.CharField(max_length=12, editable=False)
    text = models.TextField(_("what has helped"), max_length=400)
    noted_on = models.DateField(default=timezone.localdate, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("experience with a tip")
        verbose_name_plural = _("experiences with tips")
        indexes = [models.Index(fields=["tip", "-noted_on"], name="guide_helped_with")]

    def __str__(self):
        return str(self.pk)


class ChecklistTemplateQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(retired_on=None)


@audited
class ChecklistTemplate(models.Model):
    """What should be ready or thought of for something (122-17): lines in their order, started per case as a copy.

    `key` names a list that came with the product, so that it is brought in only once; "" for one of the centre's own.
    """

    key = models.SlugField(max_length=40, blank=True, default="", editable=False)
    title = models.CharField(_("title"), max_length=80)
    theme = models.CharField(_("theme"), max_length=30, choices=Theme, blank=True, default="")
    items = models.JSONField(_("points"), default=list)
    retired_on = models.DateField(null=True, editable=False)

    objects = ChecklistTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist of the centre")
        verbose_name_plural = _("checklists of the centre")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="guide_one_delivered_checklist"),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(retired_on=None),
                name="guide_one_checklist_of_a_title",
                violation_error_code="title",
                violation_error_message=_("There is a checklist with this title."),
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def pillar(self) -> Pillar | None:
        return PILLAR_OF[Theme(self.theme)] if self.theme else None
