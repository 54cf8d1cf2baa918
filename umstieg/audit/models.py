"""The log. Its rows point at nothing (no foreign keys to people or cases), so it outlives what it tells of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
