"""Notes beside the sessions: entries in the file, and the author's own that stay outside of it."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.audit.registration import audited
from umstieg.core.fields import EncryptedTextField

from .case import Case
from .version import EarlierVersion

PERSONAL_DAYS = 14


@audited
class CaseNote(models.Model):
    """An entry in the file without a talk (Vermerk): a letter that came, something that was thought over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    noted_at = models.DateTimeField(_("date and time"))
    text = EncryptedTextField(_("text"), max_length=20_000)
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("entry in the file")
        indexes = [models.Index(fields=["case", "-noted_at"], name="cases_notes_of_case")]

    def __str__(self):
        return str(self.pk)


@audited
class NoteVersion(EarlierVersion):
    """How an entry in the file read before it was corrected. Never changed again."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("earlier version of an entry in the file")
        constraints = [models.UniqueConstraint(fields=["note", "version"], name="cases_one_row_per_note_version")]

    def __str__(self):
        return f"{self.note_id} v{self.version}"


class PersonalNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody's but the author's, and hers for PERSONAL_DAYS days: not the lead's, in no search, in no report."""
        begun = timezone.now() - datetime.timedelta(days=PERSONAL_DAYS)
        return self.filter(author_id=user.pk, created_at__gt=begun)


@audited
class PersonalNote(models.Model):
    """A counsellor's own note, no part of the file (confidentiality C 9).

    To be moved into the file or destroyed within PERSONAL_DAYS days; what is older is shown to nobody and destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="personal_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(_("text"), max_length=5_000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal note")
        indexes = [models.Index(fields=["author", "created_at"], name="cases_personal_notes_of")]

    def __str__(self):
        return str(self.pk)
