"""What something applied for at an office has: how it stands, since when, and how it stood before. Never computed."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ANSWER_EXPECTED, SETTLED_CLAIMS, ClaimState, DeadlineKind
from umstieg.core.constraints import not_before
from umstieg.core.fields import EncryptedCharField, EncryptedJSONField

from .record import SituationRecord


class AbstractClaim(SituationRecord):
    """A claim that is clarified, applied for, granted or refused (122-04, 124-02). What it is about stands in the kind.

    `steps` is [[state, ISO day since when it stood so], …] of the states before the present one, the oldest first.
    """

    state = EncryptedCharField(_("how it stands"), max_length=20, choices=ClaimState, default=ClaimState.NOT_CHECKED)
    state_on = models.DateField(_("stands so since"), default=timezone.localdate)
    steps = EncryptedJSONField(_("states before"), default=list, blank=True, editable=False)
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            not_before(
                "answer_due_on",
                "applied_on",
                name="cases_%(class)s_answer",
                message=_("The answer is due before it was applied for."),
            )
        ]

    @property
    def is_settled(self) -> bool:
        """Nothing is to be done about it any more."""
        return self.state in SETTLED_CLAIMS

    def history(self) -> list[tuple[ClaimState, datetime.date]]:
        """Every state with the day since when it stood so, the present one last."""
        before = [(ClaimState(state), datetime.date.fromisoformat(day)) for state, day in self.steps]
        return [*before, (ClaimState(self.state), self.state_on)]

    def clean(self):
        super().clean()
        if self.state_on and self.state_on > timezone.localdate():
            raise ValidationError({"state_on": _("This date lies in the future.")})

    def deadlines(self):
        """An answer that has come needs no reminder."""
        return {DeadlineKind.ANSWER: self.answer_due_on if self.state in ANSWER_EXPECTED else None}

    def brought_on(self, before):
        """A change of state is kept with its day; one that names no day of its own is of today."""
        if self.state != before.state:
            self.steps = [*before.steps, [str(before.state), before.state_on.isoformat()]]
            if self.state_on == before.state_on:
                self.state_on = timezone.localdate()
