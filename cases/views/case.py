"""Lists of cases, the case file, opening and changing a case."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.case import CaseForm, OpenCaseForm
from cases.models import Case
from cases.policies import can_view_case
from cases.pseudonyms import propose_pseudonym
from cases.queries.case_file import case_file
from cases.queries.case_list import case_rows, filtered, list_choice
from cases.queries.search import find_cases
from cases.services import case as case_services
from cases.services.client import add_language
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.crypto import DecryptionError, decrypt, encrypt

from .lookup import case_seen_by, must_be_open

SEARCHED = "session.searched"  # key in the session, and the place its encrypted value is bound to


@requires(Permission.CASE_LIST, Part.FACTS)
@require_safe
def case_list(request):
    """The cases one is named on."""
    choice = list_choice(request.GET)
    own = Case.objects.visible_to(request.user, Part.NOTES)
    shown, rows = case_rows(filtered(own, **choice), sort=choice["sort"], page=request.GET.get("page"))
    record("cases.listed", cases=[row.number for row in rows], part=Part.FACTS.name)
    running = own.running().count()
    return render(
        request,
        "cases/case_list.html",
        {
            "page": shown,
            "rows": rows,
            "choice": choice,
            "running": running,
            "closed": own.count() - running,
        },
    )


@requires(Permission.CASE_SEARCH, Part.FACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request):
    """Search by POST, so that no term stands in an address, a log or the history.

    The result is a page of its own to which "back" leads again: the term waits for it in the session, encrypted.
    """
    if request.method == "POST":
        typed = request.POST.get("q", "").replace("\x00", "")[:100].strip()
        request.session[SEARCHED] = encrypt(typed, SEARCHED)
        return redirect("cases:search")
    typed = _searched(request.session)
    shown, rows = case_rows(find_cases(request.user, typed), sort="pseudonym") if typed else (None, [])
    record("cases.searched", cases=[row.number for row in rows], part=Part.FACTS.name)
    return render(request, "cases/case_search.html", {"page": shown, "rows": rows, "typed": typed})


def _searched(session) -> str:
    """The term that was searched for last; none after a key was dropped from the ring."""
    try:
        return decrypt(session[SEARCHED], SEARCHED) if SEARCHED in session else ""
    except DecryptionError:
        return ""


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def case_detail(request, pk):
    """The file: for a counsellor with sessions and identity, for a lead its facts."""
    case = case_seen_by(request.user, pk)
    file = case_file(case, page=request.GET.get("page"))
    record("case.viewed", cases=[case.number], part=file.part.name, object_id=case.pk)
    return render(request, "cases/case_detail.html", {"file": file, "case": case})


@requires(Permission.CASE_OPEN)
@require_http_methods(["GET", "POST"])
def case_create(request):
    """A new client and her case: anonymous, with a pseudonym, or with her name (114-13)."""
    form = OpenCaseForm(request.POST or None, user=request.user, initial={"pseudonym": propose_pseudonym()})
    if request.method == "POST" and form.is_valid():
        case = form.carry_out(
            case_services.open_case, client_facts=form.client_facts(), by=request.user, **form.case_facts()
        )
        if case:
            if language := form.language_facts():
                add_language(client=case.client, by=request.user, **language)
            messages.success(request, _("Case %(number)s opened.") % {"number": case.number})
            return _back_to(case, request.user)
    return render(request, "cases/case_create.html", {"form": form})


@requires(Permission.CASE_CHANGE, Part.RESTRICTED)
@require_http_methods(["GET", "POST"])
def case_change(request, pk):
    """Phases, site, who is there for her."""
    case = case_seen_by(request.user, pk, Part.RESTRICTED)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.IDENTITY.name, object_id=case.pk)
    form = CaseForm(request.POST or None, instance=case, user=request.user)
    changed = None
    if request.method == "POST" and form.is_valid():
        changed = form.carry_out(case_services.change_case, case=case, by=request.user, **form.case_facts())
    if changed:
        said = _("Case %(number)s handed over to %(name)s.") if form.hands_over() else _("Saved.")
        messages.success(request, said % {"number": case.number, "name": changed.counsellor.name})
        return _back_to(case, request.user)
    return render(request, "cases/case_change.html", {"form": form, "case": case})


def _back_to(case, user):
    """To the file, or to the list where she handed the case to somebody else."""
    return redirect("cases:detail", pk=case.pk) if can_view_case(user, case) else redirect("cases:list")
