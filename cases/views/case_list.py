"""One's own cases, and the search among those one may see."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.queries.case_filters import own_choice
from cases.queries.case_list import case_rows, listed, own_cases
from cases.queries.search import find_cases
from cases.queries.situation import add_glances
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.core.crypto import DecryptionError, decrypt, encrypt
from umstieg.core.places import remember_list

SEARCHED = "session.searched"  # key in the session, and the place its encrypted value is bound to


@requires(Permission.CASE_LIST, Part.NOTES)
@require_safe
def case_list(request):
    """The cases one is named on. Why one was closed and that one pauses is said here, because one reads its notes."""
    choice, today = own_choice(request.GET), timezone.localdate()
    page = request.GET.get("page")
    shown, rows = listed(own_cases, request.user, choice, page=page, today=today, part=Part.NOTES)
    add_glances(rows)
    record_rows("cases.listed", rows)
    remember_list(request, "cases:list", **choice.parameters(), page=shown.number if shown.number > 1 else "")
    return render(request, "cases/case_list.html", {"page": shown, "rows": rows, "choice": choice})


@requires(Permission.CASE_SEARCH, Part.NOTES)
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
    shown, rows = None, []
    if typed:
        found = find_cases(request.user, typed).with_shown_part(request.user)
        shown, rows = case_rows(found, sort="pseudonym")
        remember_list(request, "cases:search")
    record_rows("cases.searched", rows)
    return render(request, "cases/case_search.html", {"page": shown, "rows": rows, "typed": typed})


def record_rows(event, rows) -> None:
    """What a list has shown: of most cases the facts, of some a word more, of one's own the pillars at a glance."""
    glanced = {row.number for row in rows if row.pillars}
    more = {row.number for row in rows if row.pause or row.reason} - glanced
    record(event, cases={row.number for row in rows} - more - glanced, part=Part.FACTS.name)
    if more:
        record(event, cases=more, part=Part.NOTES.name)
    if glanced:
        record(event, cases=glanced, part=Part.RESTRICTED.name)


def _searched(session) -> str:
    """The term that was searched for last; none after a key was dropped from the ring."""
    try:
        return decrypt(session[SEARCHED], SEARCHED) if SEARCHED in session else ""
    except DecryptionError:
        return ""
