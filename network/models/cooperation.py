"""What was agreed with partners, and what we do with them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.enums import ActivityKind
from umstieg.agenda.models import AbstractTask
from umstieg.audit.registration import audited
from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedCharField, EncryptedTextField
from umstieg.core.validators import not_in_future

from .organisation import Organisation
from .person import ContactPerson


class AgreementQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_on=None)


@audited
class Agreement(models.Model):
    """Who does what, agreed with a partner and looked through again (24-08)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agreements")
    title = EncryptedCharField(_("about"), max_length=120)
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate, validators=[not_in_future])
    our_part = EncryptedTextField(_("we do"), max_length=2000, blank=True, default="")
    their_part = EncryptedTextField(_("they do"), max_length=2000, blank=True, default="")
    goals = EncryptedTextField(_("goals"), max_length=2000, blank=True, default="")
    review_on = models.DateField(_("look through on"), null=True, blank=True)
    reviewed_on = models.DateField(_("looked through on"), null=True, blank=True, validators=[not_in_future])
    ended_on = models.DateField(_("ended on"), null=True, blank=True, validators=[not_in_future])
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            not_before(
                "review_on", "agreed_on", name="network_review_date", message=_("Looked through before it was agreed.")
            ),
            not_before("reviewed_on", "agreed_on", name="network_reviewed", message=_("Before it was agreed.")),
            not_before("ended_on", "agreed_on", name="network_agreement_end", message=_("It ends before it begins.")),
        ]
        indexes = [models.Index(fields=["review_on"], condition=Q(ended_on=None), name="network_reviews_due")]

    def __str__(self):
        return str(self.pk)


@audited
class Activity(models.Model):
    """Something we did with one partner or several, or for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisations = models.ManyToManyField(
        Organisation, related_name="activities", blank=True, verbose_name=_("partners")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    held_on = models.DateField(_("day"), default=timezone.localdate)
    title = EncryptedCharField(_("about"), max_length=120, blank=True, default="")
    text = EncryptedTextField(_("result"), max_length=4000, blank=True, default="")
    volunteers = models.ManyToManyField(
        ContactPerson, related_name="activities", blank=True, verbose_name=_("volunteers")
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [one_of("kind", ActivityKind, name="network_activity_kind")]
        indexes = [models.Index(fields=["-held_on", "id"], name="network_activities")]

    def __str__(self):
        return str(self.pk)


@audited
class PartnerTask(AbstractTask):
    """Something to be done for the cooperation with a partner."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tasks")

    class Meta(AbstractTask.Meta):
        verbose_name = _("task with a partner")
        verbose_name_plural = _("tasks with partners")
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], condition=Q(settled_at=None), name="network_my_open_tasks"),
            models.Index(fields=["organisation", "due_on"], condition=Q(settled_at=None), name="network_open_tasks"),
        ]
