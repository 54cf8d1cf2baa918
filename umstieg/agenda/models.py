"""What every task and appointment has, and the calendar feed of a person."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.centre.models import Room, Site
from umstieg.codelists.fields import CodeField, EncryptedCodeField
from umstieg.core.constraints import both_or_neither, one_of
from umstieg.core.fields import EncryptedCharField

from .enums import FeedDetail, TaskResult

DAY_MINUTES = 24 * 60


class AbstractTask(models.Model):
    """Something to be done until a day (Wiedervorlage). Its text is encrypted; its due day is a fact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = EncryptedCharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=10, choices=TaskResult, blank=True, default="")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            both_or_neither(
                "settled_at", "settled_by", name="%(app_label)s_task_settled", message=_("Settled by whom and when?")
            ),
            models.CheckConstraint(
                condition=Q(result="", settled_at=None) | Q(result__in=TaskResult.values, settled_at__isnull=False),
                name="%(app_label)s_task_result",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class AbstractAppointment(models.Model):
    """A time that was agreed. What it is about is encrypted; when and how is a fact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(DAY_MINUTES)]
    )
    mode = CodeField(_("mode"), codelist="contact_mode", blank=False)
    title = EncryptedCharField(_("about"), max_length=120, blank=True, default="")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("site")
    )
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("room")
    )
    place = EncryptedCharField(
        _("other place"), max_length=120, blank=True, default="", help_text=_("e.g. bank, job centre, café")
    )
    mediation_language = EncryptedCodeField(_("language mediation in"), codelist="language")
    mediator = EncryptedCharField(
        _("mediator"), max_length=120, blank=True, default="", help_text=_("Empty: nobody has agreed yet.")
    )
    series = models.UUIDField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(5, DAY_MINUTES)),
                name="%(app_label)s_appointment_minutes",
                violation_error_code="minutes",
                violation_error_message=_("An appointment lasts between five minutes and a day."),
            )
        ]

    def __str__(self):
        return str(self.pk)


@audited
class CalendarFeed(models.Model):
    """The secret address under which somebody's own calendar program reads her appointments.

    Only a digest of the secret is kept: it is shown once, when the feed is made. One living feed per person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    secret_digest = models.CharField(max_length=64, unique=True)
    detail = models.CharField(_("what it tells"), max_length=10, choices=FeedDetail, default=FeedDetail.BUSY)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        constraints = [
            one_of("detail", FeedDetail, name="agenda_feed_detail"),
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="agenda_one_living_feed"),
        ]

    def __str__(self):
        return str(self.pk)
