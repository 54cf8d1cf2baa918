"""One's own account: what it may do, language, password, second factor."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission

from .. import services
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
