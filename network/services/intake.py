"""What is read in, step by step: kept, its columns chosen, given up, forgotten. None of it is a partner yet."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import IntakeKind
from network.exchange.columns import guessed
from network.models import Intake
from network.models.intake import DAYS_KEPT
from umstieg.core.errors import DomainError


def keep_table(*, sheet, by) -> Intake:
    """A table that was read (`umstieg.core.sheets.Sheet`); which column is what is guessed."""
    content = {"header": list(sheet.header), "rows": [[row.number, list(row.cells)] for row in sheet.rows]}
    chosen = {"columns": guessed(sheet.header), "kind": ""}
    return Intake.objects.create(owner=by, kind=IntakeKind.TABLE, content=content, choices=chosen)


def keep_cards(*, cards, by, organisation=None) -> Intake:
    """People from vCards (`network.exchange.vcards`), of a partner or of whomever each card names."""
    return Intake.objects.create(owner=by, kind=IntakeKind.CARDS, organisation=organisation, content={"cards": cards})


def keep_verdict(*, intake, chosen, verdict) -> Intake:
    """Which column is what, and what the check has found with it."""
    intake = waiting(intake.pk)
    intake.choices, intake.verdict = chosen, verdict
    intake.save(update_fields=["choices", "verdict"])
    return intake


def settle(*, intake, verdict) -> None:
    """It is read in: what it held goes, what came of it stays. In the transaction of the caller."""
    intake.content, intake.verdict, intake.done_at = {}, verdict, timezone.now()
    intake.save(update_fields=["content", "verdict", "done_at"])


def give_up(*, intake) -> None:
    """She does not want it after all."""
    intake.delete()


def waiting(pk) -> Intake:
    """What still waits, held until the end; DomainError where it is gone, or was read in by an earlier click."""
    intake = Intake.objects.select_for_update().filter(pk=pk).first()
    if intake is None:
        raise DomainError(_("What was uploaded is no longer there. Please upload it again."))
    if intake.done_at:
        raise DomainError(_("This has been read in already."))
    return intake


def destroy_old_intakes(now=None) -> int:
    """Uploads of two weeks ago; returns how many."""
    before = (now or timezone.now()) - datetime.timedelta(days=DAYS_KEPT)
    return Intake.objects.filter(created_at__lt=before).delete()[0]
