"""Who works on a case today, and whether it is running: asked before something is planned in it."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CoCounselling
from umstieg.accounts.models import User
from umstieg.core.errors import DomainError


def people_on(case, on=None):
    """Contact person and co-counsellors of a case on a day (today), by name."""
    co = case.co_counsellings.in_force(on or timezone.localdate()).values("user_id")
    return User.objects.filter(Q(pk=case.counsellor_id) | Q(pk__in=co)).order_by("name", "pk")


def works_on(case, user) -> bool:
    """Whether somebody is contact person or co-counsellor of a case today."""
    return user.pk == case.counsellor_id or people_on(case).filter(pk=user.pk).exists()


def must_work_on(case, user, *, otherwise=None, field):
    """`user`, if she works on the case (DomainError if not); nobody named: `otherwise`, or else the contact person."""
    if user is None:
        return otherwise if otherwise is not None and works_on(case, otherwise) else case.counsellor
    if not works_on(case, user):
        raise DomainError(_("This person does not work on the case."), field=field)
    return user


def must_be_running(case) -> None:
    """A closed case is read, not planned in."""
    if case.closed_on:
        raise DomainError(_("This case is closed. It can be read, but nothing can be added."))


def colleagues_of(user, cases, on=None):
    """`user` and everybody who works with her on one of `cases`, by name."""
    co = CoCounselling.objects.in_force(on or timezone.localdate()).filter(case__in=cases).values("user_id")
    together = Q(pk=user.pk) | Q(pk__in=cases.values("counsellor_id")) | Q(pk__in=co)
    return User.objects.filter(together, is_active=True).order_by("name", "pk")
