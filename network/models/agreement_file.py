"""Papers of an agreement."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited

from .cooperation import Agreement


@audited
class AgreementFile(models.Model):
    """A file of an agreement: it says whose the stored file is.

    Both ends are protected. A cascade would take this row and leave the content behind, which nobody would find any
    more; so an agreement goes after its files (`remove_file`), and whoever forgets them is told by the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")

    def __str__(self):
        return str(self.pk)
