"""Asking about one case. The rule itself is `Case.objects.visible_to`."""

from cases.models import Case
from umstieg.access.enums import Part


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
