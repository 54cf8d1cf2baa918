"""What every earlier version keeps, of whatever it is a version."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.core.fields import EncryptedCharField, EncryptedJSONField


class EarlierVersion(models.Model):
    """How something read before it was corrected. Never changed again."""

    version = models.PositiveSmallIntegerField()
    facts = EncryptedJSONField()
    reason = EncryptedCharField(_("reason of the correction"), max_length=200, blank=True, default="")
    replaced_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
