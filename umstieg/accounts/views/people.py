"""People of the centre, kept by the administration: invited, named, disabled. Nobody decides about herself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.crypto import decrypt, encrypt
from umstieg.core.errors import DomainError

from ..again import PERSON, signed_in_again
from ..forms import InviteForm, PersonForm
from ..models import User
from ..queries.people import open_proposals, people_rows, role_rows
from ..services import change_person, disable_user, enable_user
from ..services import invitation as invitation_services

SHOWN_ONCE = "invitation_secret"


@requires(Permission.PERSON_MANAGE)
@require_safe
def people(request):
    rows = people_rows()
    return render(request, "people/list.html", {"rows": rows, "waiting": sum(row.waiting for row in rows)})


@requires(Permission.PERSON_MANAGE)
@require_http_methods(["GET", "POST"])
@signed_in_again()
def invite(request):
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invited = form.carry_out(invitation_services.invite_person, by=request.user, **form.cleaned_data)
        if invited:
            return _show_link(request, *invited)
    return render(request, "people/invite.html", {"form": form})


@requires(Permission.PERSON_MANAGE)
@require_safe
def person(request, pk):
    """One person, her roles, and what waits to be confirmed about her. A new link is shown here, once."""
    user = get_object_or_404(User, pk=pk)
    held = request.session.pop(SHOWN_ONCE, "")
    owner, _colon, secret = decrypt(held, SHOWN_ONCE).partition(":") if held else ("", "", "")
    return render(
        request,
        "people/person.html",
        {
            "person": people_rows(only=user.pk)[0],
            "roles": role_rows(user),
            "proposals": open_proposals(about=user),
            "link": _link(request, secret) if owner == str(user.pk) else "",
            "is_self": user.pk == request.user.pk,
        },
    )


@requires(Permission.PERSON_MANAGE)
@require_http_methods(["GET", "POST"])
@signed_in_again()
def change(request, pk):
    user = somebody_else(request, pk)
    name = user.name  # the form writes what was typed into the row
    form = PersonForm(request.POST if request.method == "POST" else None, instance=user)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carry_out(change_person, user=user, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect(PERSON, pk=pk)
    return render(request, "people/change.html", {"form": form, "pk": pk, "name": name})


@requires(Permission.PERSON_MANAGE)
@require_POST
@signed_in_again(PERSON)
def invitation_renew(request, pk):
    user = somebody_else(request, pk)
    try:
        secret = invitation_services.renew_invitation(user=user, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect(PERSON, pk=pk)
    return _show_link(request, user, secret)


@requires(Permission.PERSON_MANAGE)
@require_POST
def invitation_revoke(request, pk):
    user = somebody_else(request, pk)
    return do(request, pk, _("The link leads nowhere any more."), invitation_services.revoke_invitation, user=user)


@requires(Permission.PERSON_MANAGE)
@require_POST
def disable(request, pk):
    """Without signing in again: it takes away and gives nothing, and it may be urgent."""
    user = somebody_else(request, pk)
    return do(request, pk, _("The account is disabled. Whoever is signed in with it is out."), disable_user, user=user)


@requires(Permission.PERSON_MANAGE)
@require_POST
@signed_in_again(PERSON)
def enable(request, pk):
    user = somebody_else(request, pk)
    return do(request, pk, _("The account is enabled again."), enable_user, user=user)


# --- what the pages about people share ---------------------------------------------------------------------


def somebody_else(request, pk) -> User:
    """The person of an address, unless it is oneself."""
    user = get_object_or_404(User, pk=pk)
    if user.pk == request.user.pk:
        raise PermissionDenied
    return user


def do(request, pk, receipt, service, **kwargs):
    """Carry out the act of a button and go back to the person."""
    try:
        service(by=request.user, **kwargs)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, receipt)
    return redirect(PERSON, pk=pk)


def _show_link(request, user, secret):
    """Send the link if mail is set up, and show it once: a copy of the database opens no account."""
    request.session[SHOWN_ONCE] = encrypt(f"{user.pk}:{secret}", SHOWN_ONCE)
    if invitation_services.mail_invitation(user=user, address=_link(request, secret)):
        messages.success(request, _("The invitation was sent by e-mail."))
    return redirect(PERSON, pk=user.pk)


def _link(request, secret):
    return request.build_absolute_uri(reverse("accounts:invitation", args=[secret]))
