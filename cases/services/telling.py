"""Letters that say that something has happened, and nothing of whom."""

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import CaseLock
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, User
from umstieg.core.mail import letter, send_soon


def tell_of_emergency(grant) -> None:
    """Write to the leads of the case's team and to data protection: when, and that it waits for a review (G6).

    Not to somebody from whom the case is hidden. No number, no name, no reason. Sent after the commit and beside the
    request; a mail server that does not answer stops nobody in an emergency, since the opening also stands on the
    lead's page.
    """
    held = Membership.objects.in_force().filter(Q(role=Role.TEAM_LEAD, team=grant.case.team_id) | Q(role=Role.AUDITOR))
    hidden = CaseLock.objects.in_force().filter(case=grant.case_id).values("user_id")
    told = User.objects.filter(is_active=True, memberships__in=held).exclude(pk__in=hidden).distinct()
    leads = set(told.filter(memberships__in=held.filter(role=Role.TEAM_LEAD)).values_list("pk", flat=True))
    letters = [_letter_to(person, leads=person.pk in leads) for person in told]
    transaction.on_commit(lambda: [send_soon(one) for one in letters], robust=True)


def _letter_to(person, *, leads):
    with translation.override(person.language):
        where = (
            _("Please look at it in umstieg, under “Team”. This letter tells no more on purpose.")
            if leads
            else _(
                "It stands in the log of umstieg; a lead of the team looks at it. This letter tells no more on purpose."
            )
        )
        return letter(person.email, _("A case was opened in an emergency"), where)
