"""The auditor's log."""

import json

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.core.crypto import DecryptionError, decrypt, encrypt
from umstieg.core.errors import DomainError
from umstieg.core.typed import uuid_of

from . import services
from .forms import LogFilterForm, PersonSearchForm
from .models import PersonSearch
from .queries import chain_state, log_page, person_log, searches_by_person
from .recording import record

SOUGHT = "audit.sought"  # key in the session, and the place its encrypted value is bound to


@requires(Permission.AUDIT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request):
    """Who did and who looked, without any content. Reading the log is itself an event.

    What is looked for comes by POST and waits in the session, encrypted: a case number stands in no address. Whoever
    asks about a case stands in the log of that case; a number that is none is not kept.
    """
    sought = {} if request.method == "POST" else _sought(request.session)
    form = LogFilterForm(request.POST if request.method == "POST" else sought or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if request.method == "POST" and form.is_valid():
        request.session[SOUGHT] = encrypt(json.dumps(form.as_sent()), SOUGHT)
        return redirect("audit:log")
    shown, rows = log_page(page=request.GET.get("page"), **wanted)
    record("audit.read", cases=[wanted["case_number"]] if wanted.get("case_number") and rows else [])
    return render(
        request,
        "audit/log.html",
        {"form": form, "page": shown, "rows": rows, "narrowed": any(wanted.values()), "chain": chain_state()},
    )


def _sought(session) -> dict:
    """What was looked for last; nothing after a key was dropped from the ring."""
    try:
        return json.loads(decrypt(session[SOUGHT], SOUGHT)) if SOUGHT in session else {}
    except (DecryptionError, ValueError):
        return {}


@requires(Permission.AUDIT_READ)
@require_http_methods(["GET", "POST"])
def person_searches(request):
    """Asking to read what the log holds of a colleague, and what has become of it."""
    form = PersonSearchForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.request(request.user):
        messages.success(request, _("Requested. A second person decides in a session of her own."))
        return redirect("audit:person_searches")
    record("person_search.listed")
    return render(request, "audit/person_searches.html", {"form": form, **searches_by_person(request.user)})


@requires(Permission.AUDIT_READ)
@require_safe
def person_search(request, pk):
    """The events of a colleague, for who has asked for them, on the day after the second person's consent."""
    search = get_object_or_404(PersonSearch.objects.readable_by(request.user).select_related("about"), pk=pk)
    shown, rows = person_log(search, page=request.GET.get("page"))
    record("person_log.read", object_id=search.pk)
    return render(request, "audit/person_search.html", {"search": search, "page": shown, "rows": rows})


@requires(Permission.AUDIT_SECOND)
@require_http_methods(["GET", "POST"])
def second_person(request):
    """Requests that wait for a second person: another auditor or a lead, never who is asked about."""
    if request.method == "POST":
        waiting = PersonSearch.objects.to_decide_by(request.user)
        search = waiting.filter(pk=uuid_of(request.POST.get("search", ""))).first()
        try:
            if search is None:
                raise DomainError(_("This request does not wait for you."))
            approve = request.POST.get("decision") == "approve"
            services.decide_person_search(search=search, approve=approve, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Decided."))
        return redirect("audit:second_person")
    record("person_search.listed")
    shown = {
        "to_decide": searches_by_person(request.user)["to_decide"],
        "reads_log": has_permission(request.user, Permission.AUDIT_READ),
    }
    return render(request, "audit/second_person.html", shown)
