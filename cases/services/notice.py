"""Hinweis an Kolleg*in: leaving word for a counsellor, and what she makes of it (design 3, 112-N).

It confirms nothing about any case: whoever leaves word learns neither whether there is one nor what became of it.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import NoticeKind, NoticeResult
from cases.models import Case, Notice, Task
from umstieg.access.enums import Part, Role
from umstieg.accounts.models import Membership, User
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from .task import add_task


def leave_notice(*, recipient, text, by, kind=NoticeKind.WALK_IN, happened_at=None, minutes=None, who="") -> Notice:
    """Leave word for a counsellor of the centre. The log names no case, because there may be none."""
    if not recipients_for(by).filter(pk=recipient.pk).exists():
        raise DomainError(_("This person is no counsellor of the centre any more."), field="recipient")
    happened_at = happened_at or timezone.now()
    if timezone.localtime(happened_at).date() > timezone.localdate():
        raise DomainError(_("This day lies ahead. A notice tells what has happened."), field="happened_on")
    with act("notice.left", by=by) as done:
        notice = Notice(
            recipient=recipient,
            sender=by,
            kind=kind,
            happened_at=happened_at,
            minutes=minutes,
            who=who,
            text=text,
        )
        check_and_save(notice)
        done.object_id = str(notice.pk)
    return notice


def settle_notice(*, notice, result, by, case=None) -> Notice:
    """File a notice of one's own or discard it; `case` is where it went to, if into one."""
    with act("notice.settled", by=by, object_id=notice.pk) as done:
        notice = _own(notice, by)
        if notice.settled_at:
            raise DomainError(_("This notice is settled already."))
        if case is not None:
            if not Case.objects.visible_to(by, Part.WORK).filter(pk=case.pk).exists():
                raise DomainError(_("This is no case of yours."), field="case")
            done.about(case.number)
        notice.settled_at, notice.result, notice.case = timezone.now(), result, case
        check_and_save(notice, only=["settled_at", "result", "case"])
    return notice


def reopen_notice(*, notice, by) -> Notice:
    """Take up again what was discarded by mistake. What became a session or a task stays settled."""
    with act("notice.reopened", by=by, object_id=notice.pk):
        notice = _own(notice, by)
        if notice.settled_at and notice.result != NoticeResult.DISCARDED:
            raise DomainError(_("This notice has been filed already."))
        if notice.settled_at:
            notice.settled_at, notice.result = None, ""
            check_and_save(notice, only=["settled_at", "result"])
    return notice


@transaction.atomic
def make_task_of_notice(*, notice, text, by, due_on=None, case=None) -> Task:
    """A notice becomes a task: of a case of hers, or her own."""
    settled = settle_notice(notice=notice, result=NoticeResult.TASK, by=by, case=case)
    return add_task(text=text, due_on=due_on, case=settled.case, by=by)


def recipients_for(user, on=None):
    """All counsellors of the centre, those of one's own teams first, then by name, without herself.

    Whoever comes by asks for exactly the one who is missing; and leaving word shows nothing of any case.
    """
    teams = {membership.team_id for membership in user.memberships_today if membership.team_id}
    counselling = Membership.objects.in_force(on).filter(role=Role.COUNSELLOR)
    named = User.objects.filter(is_active=True, pk__in=counselling.values("user_id")).exclude(pk=user.pk)
    of_mine = Exists(counselling.filter(team_id__in=teams, user_id=OuterRef("pk")))
    return named.annotate(of_my_teams=of_mine).order_by("-of_my_teams", "name", "pk")


def _own(notice, by) -> Notice:
    """The row, locked; only its recipient decides about it."""
    return Notice.objects.visible_to(by).select_for_update().get(pk=notice.pk)
