"""Letters that say that something has happened, and nothing of whom."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import CaseLock
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, User


def tell_of_emergency(grant) -> None:
    """Write to the leads of the case's team and to data protection: when, and that it waits for a review (G6).

    Not to somebody from whom the case is hidden. No number, no name, no reason. Sent after the commit; a mail server
    that does not answer stops nobody in an emergency, since the opening also stands on the lead's page.
    """
    told = Q(role=Role.TEAM_LEAD, team=grant.case.team_id) | Q(role=Role.AUDITOR)
    held = Membership.objects.in_force().filter(told)
    hidden = CaseLock.objects.in_force().filter(case=grant.case_id).values("user_id")
    told = list(User.objects.filter(is_active=True, memberships__in=held).exclude(pk__in=hidden).distinct())
    transaction.on_commit(lambda: _write(told), robust=True)


def _write(people):
    for person in people:
        with translation.override(person.language):
            send_mail(
                _("A case was opened in an emergency"),
                _("Please look at it in umstieg, under “Team”. This letter tells no more on purpose."),
                settings.DEFAULT_FROM_EMAIL,
                [person.email],
                fail_silently=True,
            )
