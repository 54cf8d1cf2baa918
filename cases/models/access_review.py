"""Wer braucht diesen Fall noch? What leads decide, once a quarter, about who may look beside the contact person.

Every quarter starts anew: what is open follows from who may look at this moment and what is noted here, nothing else.
"""

import datetime
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import AccessDecision, GrantKind
from umstieg.audit.registration import audited
from umstieg.core.constraints import one_of

# Grants that outlast a day. A lead's reason ends at midnight, an emergency within the hour and is reviewed by itself.
LASTING = (GrantKind.COVER, GrantKind.KEEP)
FIRST_QUARTER = datetime.date(2026, 10, 1)  # before that nothing was asked for, so nothing of it can be overdue


class Access(NamedTuple):
    """Why somebody may look at a case beside its contact person: a co-counselling, a grant; neither: as its deputy."""

    case_id: uuid.UUID
    user_id: int
    co_counselling_id: int | None = None
    grant_id: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """Names it in a form. With the person, so that another deputy of today is not taken for yesterday's."""
        if self.co_counselling_id:
            return f"access_co_{self.co_counselling_id}"
        return f"access_grant_{self.grant_id.hex}" if self.grant_id else f"access_{self.case_id.hex}_{self.user_id}"


def quarter_of(day) -> datetime.date:
    """The first day of the quarter a day lies in."""
    return datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_after(quarter) -> datetime.date:
    return quarter_of(quarter + datetime.timedelta(days=100))


class AccessReviewQuerySet(models.QuerySet):
    def confirming(self, quarter):
        """Those by which an access needs no look any more in a quarter."""
        return self.filter(quarter=quarter, decision=AccessDecision.NEEDED)

    def of_deputies(self):
        return self.filter(co_counselling=None, grant=None)


@audited
class AccessReview(models.Model):
    """A lead's decision on one access in one quarter. Written once: another mind is another access, or another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="access_reviews")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    co_counselling = models.ForeignKey(
        "cases.CoCounselling", on_delete=models.PROTECT, related_name="reviews", null=True, blank=True
    )
    grant = models.ForeignKey(
        "cases.CaseGrant", on_delete=models.PROTECT, related_name="access_reviews", null=True, blank=True
    )
    quarter = models.DateField(_("quarter"))  # its first day
    decision = models.CharField(_("decision"), max_length=10, choices=AccessDecision)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an access")
        constraints = [
            one_of("decision", AccessDecision, name="cases_access_decision"),
            models.CheckConstraint(
                condition=Q(co_counselling=None) | Q(grant=None),
                name="cases_access_one_reason",
                violation_error_message=_("An access is reviewed for one reason at a time."),
            ),
            *(
                models.UniqueConstraint(
                    fields=fields,
                    condition=condition & Q(decision=AccessDecision.NEEDED),
                    name=f"cases_access_once_{name}",
                    violation_error_message=_("Somebody else has decided this in the meantime."),
                )
                for name, fields, condition in (
                    ("co", ["co_counselling", "quarter"], Q(co_counselling__isnull=False)),
                    ("grant", ["grant", "quarter"], Q(grant__isnull=False)),
                    ("deputy", ["case", "user", "quarter"], Q(co_counselling=None, grant=None)),
                )
            ),
        ]
        indexes = [models.Index(fields=["case", "-decided_at"], name="cases_access_reviews_on")]

    def __str__(self):
        return str(self.pk)
