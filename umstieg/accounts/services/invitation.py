"""Inviting somebody by a link that works once. The administration never knows a password."""

import datetime
import secrets

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.mail import letter, send_now

from ..models import Invitation, User
from ..queries.invitation import digest_of, living_invitation
from .guards import must_be_bound, must_not_be_her_own
from .secrecy import record_binding

SECRET_BYTES = 32  # 256 bits: nobody guesses it
VALID_DAYS = 7


def invite_person(*, email, name, by, bound_on=None, language="de") -> tuple[User, str]:
    """A new account that waits for its invitation, and the secret of the link, which is told now and never again."""
    email = User.objects.normalize_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise DomainError(_("There is already an account with this e-mail."), field="email")
    with act("account.invited", by=by) as done:
        user = User(email=email, name=name, language=language, is_active=False)
        user.set_unusable_password()
        user.full_clean()
        user.save()
        done.object_id = str(user.pk)
        if bound_on:
            record_binding(user=user, bound_on=bound_on, by=by)
        secret = _new_link(user, by)
    return user, secret


def renew_invitation(*, user, by) -> str:
    """Another link for somebody who has not been here yet; the one before ends."""
    must_not_be_her_own(user, by)
    with act("account.invited", by=by, object_id=user.pk):
        if user.has_been_here:
            raise DomainError(_("This person has chosen a password already."))
        _revoke(user)
        return _new_link(user, by)


def revoke_invitation(*, user, by) -> None:
    """The link leads nowhere any more, at once."""
    must_not_be_her_own(user, by)
    with act("account.invitation_revoked", by=by, object_id=user.pk):
        _revoke(user)


def accept_invitation(*, secret, password) -> User:
    """The invited person chooses her password; from now on she may sign in. Works once.

    Raises DomainError when the link is no longer alive, or when she is not bound to secrecy yet.
    """
    found = living_invitation(secret)
    if found is None:
        raise DomainError(_("This link no longer works."))
    with act("account.activated", by=found.user, object_id=found.user_id):
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=found.pk)
        if invitation.accepted_at or invitation.revoked_at:
            raise DomainError(_("This link no longer works."))
        user = invitation.user
        must_be_bound(user)
        validate_password(password, user)
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return user


def mail_invitation(*, user, address) -> bool:
    """Whether the link went out by mail."""
    with override(user.language):
        text = _(
            "An account was set up for you in umstieg. With this link you choose your password; it works once and "
            "for seven days:\n\n%(address)s\n\nIf you do not know what this is about, delete this mail."
        )
        return send_now(letter(user.email, _("Your access"), text % {"address": address}))


def _new_link(user, by):
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = timezone.now()
    invitation = Invitation(
        user=user,
        secret_digest=digest_of(secret),
        created_by=by,
        expires_at=now + datetime.timedelta(days=VALID_DAYS),
    )
    invitation.full_clean(exclude=["created_at"])
    invitation.save()
    return secret


def _revoke(user):
    for invitation in user.invitations.select_for_update().filter(accepted_at=None, revoked_at=None):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
