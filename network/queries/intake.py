"""What is being read in: its owner's alone, as pages show it."""

from django.utils.translation import gettext as _

from network.enums import IntakeKind
from network.models import Intake
from umstieg.core.errors import DomainError

SAMPLES = 3
SHOWN = 100  # rows of a kind on one page; the rest is in the file


def intake_of(owner, pk, kind, *, light=False) -> Intake | None:
    """One of hers; `light` without what it holds, which may be a whole table."""
    intakes = Intake.objects.defer("content") if light else Intake.objects
    return intakes.filter(pk=pk, owner_id=owner.pk, kind=kind).first()


def table_of(owner, pk) -> Intake:
    """A table of hers that still waits, for a job."""
    intake = intake_of(owner, pk, IntakeKind.TABLE)
    if intake is None:
        raise DomainError(_("What was uploaded is no longer there. Please upload it again."))
    if intake.done_at:
        raise DomainError(_("This has been read in already."))
    return intake


def samples(intake) -> list[list[str]]:
    """For every column of the table the first cells with anything in them, so that she sees what it holds."""
    found = [[] for _heading in intake.content["header"]]
    for _number, cells in intake.content["rows"][:200]:
        for place, cell in enumerate(cells):
            if cell and len(found[place]) < SAMPLES and cell[:60] not in found[place]:
                found[place].append(cell[:60])
    return found
