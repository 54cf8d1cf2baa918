"""What somebody reads in, a table of partners or vCards, from the upload until she has decided about it."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.enums import IntakeKind
from umstieg.core.constraints import one_of
from umstieg.core.fields import EncryptedJSONField

from .organisation import Organisation

DAYS_KEPT = 14


class Intake(models.Model):
    """Encrypted and its owner's alone, like a draft; what is made of it is audited, it is not itself.

    `content` is the table or the cards, and is emptied when it is read in; `choices` which column is what;
    `verdict` what the check has found, afterwards what came of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=IntakeKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    content = EncryptedJSONField(default=dict)
    choices = EncryptedJSONField(default=dict)
    verdict = EncryptedJSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("what is being read in")
        constraints = [one_of("kind", IntakeKind, name="network_intake_kind")]
        indexes = [models.Index(fields=["created_at"], name="network_intakes_by_age")]

    def __str__(self):
        return str(self.pk)


def last_day(created_at) -> datetime.date:
    """Until when it waits."""
    return timezone.localdate(created_at) + datetime.timedelta(days=DAYS_KEPT)
