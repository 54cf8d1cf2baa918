"""When appointments suit a client: reached through one of her cases."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.client_time import ClientTimeForm
from cases.queries.client_times import client_times
from cases.services import client_time as client_time_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .lookup import case_seen_by, must_be_open


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def times(request, pk):
    """The times, and a form to add one."""
    case = _case(request, pk)
    form = ClientTimeForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(
            client_time_services.add_client_time, client=case.client, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("cases:times", pk=case.pk)
    return render(request, "cases/client_times.html", {"form": form, "case": case, "times": client_times(case.client)})


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_POST
def time_remove(request, pk, time):
    case = _case(request, pk)
    time = get_object_or_404(case.client.times.select_related("client"), pk=time)
    client_time_services.remove_client_time(time=time, by=request.user)
    messages.success(request, _("The time is removed."))
    return redirect("cases:times", pk=case.pk)


def _case(request, pk):
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.IDENTITY.name, object_id=case.pk)
    return case
