"""Adding people, keeping their names, and closing and opening the door to them."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from umstieg.access.matrix import PROPOSED_ROLES
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.mail import letter, send_soon

from ..enums import Decision
from ..models import Proposal, SpokenLanguage, User
from ..second_factor import has_second_factor
from .guards import lock_keepers, must_be_bound, must_not_be_her_own, must_not_be_last


def add_user(*, email, name, by, password=None, language="de") -> User:
    """A new account. Without a password nobody can sign in with it yet."""
    user = User(email=User.objects.normalize_email(email), name=name, language=language)
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    with act("account.added", by=by) as done:
        user.full_clean()
        user.save()
        done.object_id = str(user.pk)
    return user


def change_person(*, user, name, email, by) -> User:
    """Name and e-mail, kept by the administration.

    Whoever reads the mailbox of an account can choose a new password for it. So for somebody who works with people
    the address changes only while a second factor stands behind it, and the old address is told.
    """
    must_not_be_her_own(user, by)
    with act("account.changed", by=by, object_id=user.pk):
        user = User.objects.select_for_update().get(pk=user.pk)
        old, user.name, user.email = user.email, name, User.objects.normalize_email(email)
        moved = old.casefold() != user.email.casefold()
        if moved and User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
            raise DomainError(_("There is already an account with this e-mail."), field="email")
        if moved and user.has_been_here and _has_content(user) and not has_second_factor(user):
            raise DomainError(
                _("First a second factor has to be set up: whoever reads the new mailbox could take over the account."),
                field="email",
            )
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name", "email"])
        if moved and user.has_been_here:
            _tell_old_address(user, old)
    return user


def disable_user(*, user, by) -> None:
    """Nobody signs in with this account any more; running sessions end with their next request.

    The last lead of a team, the last administrator and the last auditor stay. Whatever was proposed about the person is
    withdrawn.
    """
    must_not_be_her_own(user, by)
    with act("account.disabled", by=by, object_id=user.pk):
        lock_keepers()
        for membership in user.memberships.filter(ended_on=None).select_related("team"):
            must_not_be_last(membership)
        user.is_active = False
        user.save(update_fields=["is_active"])
        for invitation in user.invitations.filter(accepted_at=None, revoked_at=None):
            invitation.revoked_at = timezone.now()
            invitation.save(update_fields=["revoked_at"])
        for proposal in Proposal.objects.select_for_update().filter(user=user, decision=""):
            proposal.decision, proposal.decided_by, proposal.decided_at = Decision.WITHDRAWN, by, timezone.now()
            proposal.save(update_fields=["decision", "decided_by", "decided_at"])


def enable_user(*, user, by) -> None:
    """Open the door again to somebody who was here before and is bound to secrecy by the text of today."""
    must_not_be_her_own(user, by)
    with act("account.enabled", by=by, object_id=user.pk):
        if not user.has_been_here:
            raise DomainError(_("This person has not chosen a password yet. She needs an invitation."))
        must_be_bound(user)
        user.is_active = True
        user.save(update_fields=["is_active"])


def choose_language(*, user, language, by) -> None:
    """The language of the pages."""
    with act("account.changed", by=by, object_id=user.pk):
        user.language = language
        user.full_clean(exclude=["password"])
        user.save(update_fields=["language"])


def set_spoken_languages(*, user, languages, by) -> None:
    """Make exactly these the languages in which somebody counsels (114-17)."""
    with act("account.changed", by=by, object_id=user.pk):
        spoken = {row.language: row for row in user.spoken_languages.all()}
        for language in sorted(set(languages) - spoken.keys()):
            row = SpokenLanguage(user=user, language=language)
            row.full_clean()
            row.save()
        for language in sorted(spoken.keys() - set(languages)):
            spoken[language].delete()


def _has_content(user):
    """Also from a day to come, and while the account is disabled: it may be enabled with the new address."""
    still = Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())
    return user.memberships.filter(still, role__in=PROPOSED_ROLES).exists()


def _tell_old_address(user, old):
    with override(user.language):
        text = _("From now on you sign in with another e-mail address. If you did not want this, tell your lead today.")
        told = letter(old, _("Your address in umstieg was changed"), text)
    transaction.on_commit(lambda: send_soon(told), robust=True)
