"""Who has seen the file: the room in which a counsellor, and the lead of the team, read the log of one case."""

from django.views.decorators.http import require_safe

from cases.queries.case_file import case_file
from cases.queries.ledger import ledger as ledger_of
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .file import asked_page, room
from .lookup import case_seen_by


@requires(Permission.LEDGER_VIEW, Part.RESTRICTED)
@require_safe
def ledger(request, pk):
    """Who has looked, what was done and who was refused; a lead reads it as far as it tells of facts."""
    case = case_seen_by(request.user, pk)
    file = case_file(case, request.user)
    shown = {"file": file, "case": case, "room": "ledger"}
    shown["ledger"] = ledger_of(case, file.part, page=asked_page(request))
    record("ledger.viewed", cases=[case.number], part=file.part.name, object_id=case.pk)
    return room(request, shown)
