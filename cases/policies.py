"""Asking about one case. The rule itself is `Case.objects.visible_to`."""

from django.db.models import Exists, OuterRef

from cases.models import Case, CaseLock
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import Membership


def can_view_case(user, case, part=Part.FACTS) -> bool:
    """Whether `user` sees `part` of this case today:

    - a counsellor, every part, as its contact person or co-counsellor
    - a team lead, the facts, when it is her team's
    - more for a time, by a grant; nothing where a lock hides it from her
    """
    return Case.objects.visible_to(user, part).filter(pk=case.pk).exists()


def can_write_in_case(user, case) -> bool:
    """Whether `user` may log sessions and change facts: who works in it, while it is open."""
    return case.closed_on is None and can_view_case(user, case, Part.WORK)


def has_another_lead(user) -> Exists:
    """Of a case, for statements: somebody beside `user` leads its team today, and it is not hidden from her.

    Then `user` cannot confirm an access of her own to it; where she leads alone, she has to, and is told so.
    """
    hidden = CaseLock.objects.in_force().filter(case=OuterRef(OuterRef("pk")), user=OuterRef("user"))
    leads = Membership.objects.in_force().filter(role=Role.TEAM_LEAD, team=OuterRef("team"), user__is_active=True)
    return Exists(leads.exclude(user=user.pk).exclude(Exists(hidden)))
