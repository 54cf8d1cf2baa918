"""One's own account: what it may do, language, password, second factor."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.audit.queries import own_log as log_of
from umstieg.audit.recording import act, record
from umstieg.core.typed import uuid_of

from .. import services, sign_ins
from ..forms import LanguageForm, SpokenLanguagesForm
from ..queries import spoken_labels
from ..second_factor import has_second_factor


@requires(Permission.ACCOUNT_OWN)
@require_http_methods(["GET", "POST"])
def profile(request):
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        services.choose_language(user=request.user, language=form.cleaned_data["language"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "memberships": request.user.memberships_today,
            "has_second_factor": has_second_factor(request.user),
            "counsels": has_permission(request.user, Permission.AGENDA_KEEP),
            "may_be_second": has_permission(request.user, Permission.AUDIT_SECOND),
            "spoken": spoken_labels(request.user),
        },
    )


@requires(Permission.ACCOUNT_OWN)
@require_http_methods(["GET", "POST"])
def spoken_languages(request):
    """The languages somebody counsels in, so that colleagues find her and hints about language are right (114-17)."""
    held = list(request.user.spoken_languages.values_list("language", flat=True))
    form = SpokenLanguagesForm(request.POST if request.method == "POST" else None, held=held)
    if form.is_valid():
        services.set_spoken_languages(user=request.user, languages=form.cleaned_data["languages"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/spoken_languages.html", {"form": form})


@requires(Permission.ACCOUNT_OWN)
@require_http_methods(["GET", "POST"])
def own_sign_ins(request):
    """Where one is signed in. `end` names one session, or all others; an ended one is dead with its next request."""
    if request.method == "GET":
        return render(request, "accounts/sign_ins.html", {"sign_ins": sign_ins.sign_ins(request)})
    if end := request.POST.get("end"):
        with act("signin.ended", by=request.user, object_id=request.user.pk):
            if end == "others":
                sign_ins.end_others(request, request.user)
            elif not (uuid_of(end) and sign_ins.end_sign_in(request, uuid_of(end))):
                raise Http404
        messages.success(request, _("Ended. Nobody gets further there without signing in."))
    return redirect("accounts:sign_ins")


@requires(Permission.ACCOUNT_OWN)
@require_POST
def leave(request):
    """The emergency exit: signed out, and to a page that tells nothing. What was typed the browser has kept before."""
    get_adapter(request).logout(request)
    return redirect("neutral")


@requires(Permission.ACCOUNT_OWN)
@require_safe
def own_log(request):
    """What the log holds of oneself. Nobody else gets it like this: see `umstieg.audit` for the cause it takes."""
    shown, rows = log_of(request.user, page=request.GET.get("page"))
    record("own_log.viewed")
    return render(request, "accounts/own_log.html", {"page": shown, "rows": rows})
