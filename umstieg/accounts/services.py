"""Adding people and giving them roles."""

from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.access.matrix import conflicting
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError

from .models import Membership, SpokenLanguage, User


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


def add_membership(*, user, role, by, team=None, started_on=None) -> Membership:
    """Give a person a role, in a team or for the whole centre.

    Raises DomainError when the roles must not stand on one account (`matrix.SEPARATE_ACCOUNTS`).
    """
    membership = Membership(user=user, role=role, team=team, started_on=started_on or timezone.localdate())
    still = Q(ended_on=None) | Q(ended_on__gt=membership.started_on)
    held = set(user.memberships.filter(still).values_list("role", flat=True))
    if conflicting(held | {role}):
        raise DomainError(_("These two roles need two accounts: who manages or audits sees no case."), field="role")
    with act("membership.added", by=by, object_id=user.pk):
        membership.full_clean()
        membership.save()
    user.forget_memberships()
    return membership


def end_membership(*, membership, by, on=None) -> None:
    """End a role; it is gone with the next request."""
    with act("membership.ended", by=by, object_id=membership.user_id):
        membership.ended_on = on or timezone.localdate()
        membership.full_clean()
        membership.save(update_fields=["ended_on"])
    membership.user.forget_memberships()


def disable_user(*, user, by) -> None:
    """Nobody signs in with this account any more; running sessions end with their next request."""
    with act("account.disabled", by=by, object_id=user.pk):
        user.is_active = False
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
