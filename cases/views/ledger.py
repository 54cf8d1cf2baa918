"""Who has seen the file: the room in which a counsellor, and the lead of the team, read the log of one case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.printouts import LEDGER
from cases.queries.case_file import case_file
from cases.queries.ledger import ledger as ledger_of
from cases.queries.ledger_print import MOST, ledger_printout
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.core.pdf import missing_libraries, pdf_of

from .file import asked_page, room
from .lookup import case_seen_by

FEWER = (MOST, 16, 11, 7, 4)  # entries on a sheet, until it is one sheet


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


@requires(Permission.LEDGER_VIEW, Part.FACTS)
@require_safe
def ledger_print(request, pk):
    """The sheet for the client, to be looked at and printed; the language is chosen here."""
    case = case_seen_by(request.user, pk)
    sheet = ledger_printout(case, Part(case.shown_part), asked_language(request))
    record("ledger.printed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    shown = {"case": case, "sheet": sheet, "makes_pdf": not missing_libraries()}
    shown["may_confirm"] = has_permission(request.user, Permission.TEXT_CONFIRM)
    return render(request, "cases/ledger_print.html", shown)


@requires(Permission.LEDGER_VIEW, Part.FACTS)
@require_safe
def ledger_pdf(request, pk):
    """The same sheet as PDF, always one page; its file name says nothing but the number of the case."""
    case, language = case_seen_by(request.user, pk), asked_language(request)
    record("ledger.printed", cases=[case.number], part=Part.FACTS.name, object_id=case.pk)
    if missing_libraries():
        messages.error(request, _("This installation makes no PDF. Please print the page itself."))
        return redirect("cases:ledger_print", pk=case.pk)
    for most in FEWER:
        sheet = ledger_printout(case, Part(case.shown_part), language, most=most)
        made, pages = pdf_of(render_to_string("cases/printouts/ledger.html", {"sheet": sheet}))
        if pages == 1:
            break
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}-{language}.pdf"'
    return answer


def asked_language(request) -> str:
    """The language of the printout; German where none or no such is asked for."""
    asked = request.GET.get("sprache", "")
    return asked if asked in LEDGER.words else "de"
