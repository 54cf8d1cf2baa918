"""What is being read in: its owner's alone, as pages show it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import IntakeKind
from network.models import Intake, Organisation
from network.models.intake import last_day
from umstieg.core.errors import DomainError
from umstieg.core.formats import day

SAMPLES = 3
MOST = 20  # that are named as waiting
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


def waiting_tables(owner) -> list[dict]:
    """Tables of hers that she has uploaded and not yet decided about, the oldest first; they go after two weeks."""
    return _waiting(owner, IntakeKind.TABLE)


def waiting_cards(owner) -> list[dict]:
    """The same of her vCards."""
    return _waiting(owner, IntakeKind.CARDS)


def _waiting(owner, kind):
    rows = Intake.objects.filter(owner_id=owner.pk, kind=kind, done_at=None)
    return [
        {"id": str(pk), "since": day(timezone.localdate(created_at)), "until": day(last_day(created_at))}
        for pk, created_at in rows.order_by("created_at", "pk").values_list("pk", "created_at")[:MOST]
    ]


def samples(intake) -> list[list[str]]:
    """For every column of the table the first cells with anything in them, so that she sees what it holds."""
    found = [[] for _heading in intake.content["header"]]
    for _number, cells in intake.content["rows"][:200]:
        for place, cell in enumerate(cells):
            if cell and len(found[place]) < SAMPLES and cell[:60] not in found[place]:
                found[place].append(cell[:60])
    return found


def filling_rows(intake) -> list[dict]:
    """Every row that means a partner of ours: its name, what is filled in, what stays, what is not read in.

    Before she has decided with both values of what stays; afterwards only the columns are known.
    """
    rows = intake.verdict.get("known", [])
    if intake.done_at:
        names = Organisation.objects.in_bulk([pk for _number, pk, *_told in rows])
        names = {str(pk): one.name for pk, one in names.items()}
        rows = [[number, names.get(pk, ""), pk, *told] for number, pk, *told in rows if pk in names]
    return [
        {
            "number": number,
            "name": name,
            "id": pk,
            "filled": filled,
            "kept": [one if isinstance(one, str) else _stays(*one) for one in kept],
            "beside": beside,
        }
        for number, name, pk, filled, kept, beside in rows
    ]


def _stays(label, ours, theirs):
    return _("%(column)s: %(ours)s (in the table: %(theirs)s)") % {"column": label, "ours": ours, "theirs": theirs}
