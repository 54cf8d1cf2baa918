"""The auditor's log."""

import json

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.crypto import DecryptionError, decrypt, encrypt

from .forms import LogFilterForm
from .queries import chain_state, log_page
from .recording import record

SOUGHT = "audit.sought"  # key in the session, and the place its encrypted value is bound to


@requires(Permission.AUDIT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request):
    """Who did and who looked, without any content. Reading the log is itself an event.

    What is looked for comes by POST and waits in the session, encrypted: a case number stands in no address.
    """
    sought = {} if request.method == "POST" else _sought(request.session)
    form = LogFilterForm(request.POST if request.method == "POST" else sought or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if request.method == "POST" and form.is_valid():
        request.session[SOUGHT] = encrypt(json.dumps(form.as_sent()), SOUGHT)
        return redirect("audit:log")
    shown, rows = log_page(page=request.GET.get("page"), **wanted)
    record("audit.read")
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
