"""The register of people bound to secrecy (§ 203 StGB)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.centre.forms import SecrecyTextForm
from umstieg.centre.queries import secrecy_text
from umstieg.centre.services import add_secrecy_text

from ..again import PERSON, signed_in_again
from ..forms import BindingForm
from ..queries.secrecy import register
from ..services.secrecy import record_binding
from .people import somebody_else


@requires(Permission.SECRECY_KEEP)
@require_safe
def secrecy(request):
    """Who was bound when and by which text, and who still has to be."""
    return render(request, "people/secrecy.html", register())


@requires(Permission.SECRECY_KEEP)
@require_http_methods(["GET", "POST"])
def secrecy_text_add(request):
    """A new text: from its day on everybody has to be bound anew."""
    form = SecrecyTextForm(request.POST if request.method == "POST" else None, before=secrecy_text())
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carry_out(add_secrecy_text, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("people:secrecy")
    return render(request, "people/secrecy_text.html", {"form": form})


@requires(Permission.SECRECY_KEEP)
@require_http_methods(["GET", "POST"])
@signed_in_again()
def bind(request, pk):
    user = somebody_else(request, pk)
    form = BindingForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carry_out(record_binding, user=user, by=request.user, **form.cleaned_data):
        messages.success(request, _("Recorded."))
        return redirect(PERSON, pk=pk)
    shown = {"form": form, "pk": pk, "name": user.name, "secrecy": secrecy_text()}
    return render(request, "people/bind.html", shown)
