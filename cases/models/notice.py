"""Hinweis an Kolleg*in: word left for a counsellor. It confirms nothing about any case."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import NoticeKind, NoticeResult
from umstieg.audit.registration import audited
from umstieg.core.constraints import one_of
from umstieg.core.fields import EncryptedCharField, EncryptedTextField

from .case import Case


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The recipient reads it, nobody else; its author has seen it last when she wrote it."""
        return self.filter(recipient_id=user.pk)

    def waiting(self):
        return self.filter(settled_at=None)


@audited
class Notice(models.Model):
    """Somebody came by or called while the counsellor was away, or a need was noticed in passing (112-N)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("for whom")
    )
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what happened"), max_length=10, choices=NoticeKind, default=NoticeKind.WALK_IN)
    happened_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )
    who = EncryptedCharField(
        _("who"), max_length=80, blank=True, default="", help_text=_("As the person called themself; may stay empty.")
    )
    text = EncryptedTextField(_("notice"), max_length=2_000)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=10, choices=NoticeResult, blank=True, default="")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a colleague")
        verbose_name_plural = _("notices to colleagues")
        constraints = [
            one_of("kind", NoticeKind, name="cases_notice_kind"),
            models.CheckConstraint(
                condition=Q(result="", settled_at=None) | Q(result__in=NoticeResult.values, settled_at__isnull=False),
                name="cases_notice_result",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "created_at"], condition=Q(settled_at=None), name="cases_notices_waiting")
        ]

    def __str__(self):
        return str(self.pk)
