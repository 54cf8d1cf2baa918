"""The sheet about a partner for a client: looked at, printed, or taken as PDF."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.printouts import SHEET
from network.queries.partner import may_be_handed_out
from network.queries.sheet import partner_sheet
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.core.pdf import missing_libraries, pdf_of

from .lookup import partner


@requires(Permission.NETWORK_VIEW)
@require_safe
def sheet(request, pk):
    """In the client's language; never of operators, the police, press or funders."""
    organisation = _handed_out(pk)
    shown = {"partner": organisation, "sheet": partner_sheet(organisation, asked_language(request))}
    shown |= {
        "makes_pdf": not missing_libraries(),
        "may_confirm": has_permission(request.user, Permission.TEXT_CONFIRM),
    }
    return render(request, "network/sheet.html", shown)


@requires(Permission.NETWORK_VIEW)
@require_safe
def sheet_pdf(request, pk):
    """The same as PDF; its file name says nothing."""
    organisation, language = _handed_out(pk), asked_language(request)
    if missing_libraries():
        messages.error(request, _("This installation makes no PDF. Please print the page itself."))
        return redirect("network:sheet", pk=pk)
    made, _pages = pdf_of(
        render_to_string("network/printouts/sheet.html", {"sheet": partner_sheet(organisation, language)})
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="info-{language}.pdf"'
    return answer


def _handed_out(pk):
    organisation = partner(pk)
    if not may_be_handed_out(organisation):
        raise Http404
    return organisation


def asked_language(request) -> str:
    """The language of the sheet; German where none or no such is asked for."""
    asked = request.GET.get("sprache", "")
    return asked if asked in SHEET.words else "de"
