"""Where an invited person chooses her first password. Opens without signing in; the link is the key."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from umstieg.core.errors import DomainError

from ..forms import FirstPasswordForm
from ..queries.invitation import living_invitation
from ..services.guards import must_be_bound
from ..services.invitation import accept_invitation


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request, secret):
    """A link that was used, revoked, replaced or is too old answers like one that never existed."""
    found = living_invitation(secret)
    if found is None:
        raise Http404
    with override(found.user.language):
        return _answer(request, found.user, secret)


def _answer(request, user, secret):
    form = FirstPasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        request.audit_actor = user
        form.carry_out(accept_invitation, secret=secret, password=form.cleaned_data["password1"])
        if form.is_valid():
            logout(request)  # whoever else was signed in at this browser
            messages.success(request, _("Your password is set. Please sign in."))
            return redirect("account_login")
    try:
        must_be_bound(user)
        is_bound = True
    except DomainError:
        is_bound = False
    return render(request, "account/invitation.html", {"form": form, "is_bound": is_bound})
