"""Handing cases over: when somebody leaves, is away for long, or two agree on it (131-V: no case without anybody)."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import GrantKind
from cases.models import Case, CaseGrant, Handover
from umstieg.access.enums import Part, Role
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from .case import counsellors_of, must_be_nameable

KEEP_DAYS = 42  # so long the former contact person may read on, if that is wanted


def field_of(case) -> str:
    """The field of a form that names the new contact person of a case."""
    return f"case_{case.pk.hex}"


def deputy_field_of(case) -> str:
    """The field of a form that names her new deputy."""
    return f"deputy_{case.pk.hex}"


def hand_over(*, moves, by, deputies=None, keep_until=None, reason="") -> list[Case]:
    """Give each case of `moves` ({case: new contact person}) to somebody else, all or nothing.

    By the contact person herself or a lead of the team. Whoever had it keeps nothing, unless `keep_until` lets her
    read on up to and including a day. Open tasks of hers in the case go along. `deputies` ({case: person}) names new
    deputies with it; where there is none, the deputy stays who she is.
    """
    if not moves:
        raise DomainError(_("Please choose at least one new contact person."))
    today = timezone.localdate()
    if keep_until and not today <= keep_until <= today + datetime.timedelta(days=KEEP_DAYS):
        raise DomainError(_("From today on, for six weeks at most."), field="keep_until")
    moved = []
    with act("case.handed_over", by=by) as done:
        done.about(*(case.number for case in moves))
        for case, new in sorted(moves.items(), key=lambda move: move[0].number):
            held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
            former = held.counsellor  # not `case.counsellor`: it may have gone from hand to hand meanwhile
            moved.append(_hand_over(held, new, (deputies or {}).get(case), by))
            if keep_until:
                _keep(moved[-1], former, keep_until, reason, by)
    return moved


def _hand_over(case, new, deputy, by):
    former = case.counsellor
    if by.pk != former.pk and case.team_id not in by.team_ids(Role.TEAM_LEAD):
        raise DomainError(_("Only the contact person or a lead of the team hands a case over."))
    if case.closed_on:
        raise DomainError(_("This case is closed. It can be read, but nothing can be added."), field=field_of(case))
    for person, at in ((new, field_of(case)), (deputy, deputy_field_of(case))):
        if person and not counsellors_of(case.team).filter(pk=person.pk).exists():
            raise DomainError(_("This person is no counsellor in the team."), field=at)
        if person:
            must_be_nameable(case, person, field=at)
    if deputy == new:
        raise DomainError(_("The deputy is somebody other than the contact person."), field=deputy_field_of(case))
    for shared in case.co_counsellings.filter(user=new, ended_on=None):
        shared.ended_on = max(shared.started_on, timezone.localdate())
        check_and_save(shared, only=["ended_on"])
    case.counsellor = new
    if deputy or case.deputy_id == new.pk:
        case.deputy = deputy
    check_and_save(case, only=["counsellor", "deputy"])
    check_and_save(Handover(case=case, from_user=former, to_user=new))
    for task in case.tasks.open().filter(assigned_to=former):
        task.assigned_to = new
        check_and_save(task, only=["assigned_to"])
    return case


def _keep(case, former, until, reason, by):
    now = timezone.now()
    check_and_save(
        CaseGrant(
            case=case,
            user=former,
            kind=GrantKind.KEEP,
            part=Part.RESTRICTED,
            reason=reason or _("Handover"),
            starts_at=now,
            ends_at=timezone.make_aware(datetime.datetime.combine(until + datetime.timedelta(days=1), datetime.time())),
            created_by=by,
        )
    )
