"""The log. Its rows point at nothing (no foreign keys to people or cases), so it outlives what it tells of."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.core.constraints import both_or_neither, not_before
from umstieg.core.fields import EncryptedTextField

from .registration import audited

SEARCH_OPEN = datetime.timedelta(days=1)  # for so long an approved search by person may be read


class Outcome(models.TextChoices):
    DONE = "DONE", _("done")
    REFUSED = "REFUSED", _("refused")


class Channel(models.TextChoices):
    WEB = "WEB", _("browser")
    COMMAND = "COMMAND", _("command")


class AuditEvent(models.Model):
    """One request or command: who, what, when, why and with which outcome. Sealed into a chain, never changed.

    `acts` is a list of {"event": name, "part": name or "", "reason": code or "", "about": random id or number or ""}:
    closed values only, no names, no texts, no search terms.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=150, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    outcome = models.CharField(max_length=10, choices=Outcome)
    event = models.CharField(max_length=60)
    acts = models.JSONField()
    cid = models.CharField(max_length=36, unique=True)
    entry_count = models.PositiveIntegerField()
    entries_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit event")
        indexes = [
            models.Index(fields=["actor_id", "-seq"], name="audit_by_actor"),
            models.Index(fields=["event", "-seq"], name="audit_by_event"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]

    def __str__(self):
        return f"{self.seq} {self.event}"


class AuditedCase(models.Model):
    """A case an event was about. Covered by the hash of its event."""

    seq = models.PositiveBigIntegerField()
    case_number = models.CharField(max_length=20)
    event = models.CharField(max_length=60)
    part = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seq", "case_number", "event", "part"], name="audit_one_row_per_case")
        ]
        indexes = [models.Index(fields=["case_number", "-seq"], name="audit_by_case")]

    def __str__(self):
        return f"{self.seq} {self.case_number}"


class ChainHead(models.Model):
    """The end of the chain: one row, locked last in every transaction. Moves forward by one, never back."""

    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.seq} {self.hash[:12]}"


class PersonSearchQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decided_at=None)

    def readable_by(self, user):
        """Those a person has asked for that were approved less than a day ago."""
        since = timezone.now() - SEARCH_OPEN
        return self.filter(requested_by=user, is_approved=True, decided_at__gt=since)

    def to_decide_by(self, user):
        """Those that wait for a second person, and may not wait for this one: neither hers nor about her."""
        return self.waiting().exclude(requested_by=user).exclude(about=user)


@audited
class PersonSearch(models.Model):
    """That somebody wants to read what the log holds of a colleague: with a cause, and a second person's yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    cause = EncryptedTextField(_("cause"), max_length=1000)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)

    objects = PersonSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search by person")
        constraints = [
            not_before("until", "since", name="audit_search_dates", message=_("The end lies before the beginning.")),
            not_before(
                "decided_at",
                "requested_at",
                name="audit_search_decided_after",
                message=_("The decision lies before the request."),
            ),
            both_or_neither(
                "decided_at",
                "decided_by",
                name="audit_search_decided",
                message=_("A decision has a time and a person."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_approved=False) | models.Q(decided_at__isnull=False),
                name="audit_search_approved_by_somebody",
                violation_error_message=_("A decision has a time and a person."),
            ),
            models.CheckConstraint(
                condition=~models.Q(requested_by=models.F("about")),
                name="audit_search_about_another",
                violation_error_code="about",
                violation_error_message=_("What is logged about yourself stands in your account."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~(models.Q(decided_by=models.F("requested_by")) | models.Q(decided_by=models.F("about"))),
                name="audit_search_second_person",
                violation_error_message=_("The second person is neither who asks nor who is asked about."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
