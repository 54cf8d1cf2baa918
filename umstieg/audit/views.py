"""The auditor's log."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission

from .forms import LogFilterForm
from .queries import log_page
from .recording import record


@requires(Permission.AUDIT_READ)
@require_safe
def log(request):
    """Who did and who looked, without any content. Reading the log is itself an event."""
    form = LogFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown, rows = log_page(page=request.GET.get("page"), **wanted)
    record("audit.read")
    return render(
        request,
        "audit/log.html",
        {
            "form": form,
            "page": shown,
            "rows": rows,
            "narrowed": any(wanted.values()),
        },
    )
