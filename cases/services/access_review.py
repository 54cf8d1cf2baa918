"""Wer braucht diesen Fall noch? Once a quarter a lead decides about every access beside the contact person's."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import AccessDecision
from cases.models import AccessReview, Case, CaseGrant, CoCounselling
from cases.models.access_review import LASTING, Access, quarter_of
from cases.policies import has_another_lead
from umstieg.access.enums import Role
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

from .case import end_co_counselling, take_off_deputy
from .grant import end_grant


def review_accesses(*, decisions: dict[Access, str], by) -> list[AccessReview]:
    """Note what a lead has decided about each access, and end those that are no longer needed: all, or nothing.

    Who ends loses the case with her next request. What somebody else has decided or ended in the meantime is left
    alone; it is not in what comes back. Nobody confirms an access of her own while the team has another lead who sees
    the case: one's own is for another pair of eyes. To give it up needs nobody else.
    """
    by_case = defaultdict(dict)
    for access, decision in decisions.items():
        by_case[access.case_id][access] = decision
    noted = []
    with act("access.reviewed", by=by) as done:
        for case in _held(by_case, by):
            before = len(noted)
            for access, decision in by_case[case.pk].items():
                if row := _still_open(access, case):
                    _must_not_be_alone_with_herself(access, decision, case, by)
                    if decision == AccessDecision.ENDED:
                        _end(row, case, by)
                    noted.append(_note(access, decision, case, by))
            if len(noted) > before:
                done.about(case.number)
        if not noted:
            raise DomainError(_("Somebody else has decided this in the meantime."))
    return noted


def _held(ids, by) -> list[Case]:
    """The cases in question, held until the end of the act; in order, so that two leads do not wait for each other."""
    led = Case.objects.visible_to(by).filter(team_id__in=by.team_ids(Role.TEAM_LEAD), pk__in=ids)
    if led.count() < len(ids):
        raise DomainError(_("Only a lead of the team decides who still needs a case."))
    held = Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("number")
    return list(held.annotate(has_another_lead=has_another_lead(by)))


def _still_open(access, case):
    """What opens the case to somebody, if it still does and nobody has confirmed it in this quarter; else None."""
    today = timezone.localdate()
    confirmed = AccessReview.objects.confirming(quarter_of(today)).filter(case=case, user=access.user_id)
    which = {"co_counselling": access.co_counselling_id, "grant": access.grant_id}
    if confirmed.filter(**which).exists():
        return None
    if access.co_counselling_id:
        shared = CoCounselling.objects.in_force(today).filter(case=case, user=access.user_id)
        return shared.filter(pk=access.co_counselling_id).first()
    if access.grant_id:
        given = CaseGrant.objects.in_force().filter(case=case, user=access.user_id, kind__in=LASTING)
        return given.filter(pk=access.grant_id).first()
    return case if case.deputy_id == access.user_id and case.closed_on is None else None


def _must_not_be_alone_with_herself(access, decision, case, by):
    if access.user_id == by.pk and decision == AccessDecision.NEEDED and case.has_another_lead:
        raise DomainError(_("Another lead of the team confirms your own access."), field=access.key)


def _end(row, case, by):
    if isinstance(row, CoCounselling):
        end_co_counselling(shared=row, case=case, by=by)
    elif isinstance(row, CaseGrant):
        row.case = case
        end_grant(grant=row, by=by)
    else:
        take_off_deputy(case=row, by=by)


def _note(access, decision, case, by) -> AccessReview:
    review = AccessReview(
        case=case,
        user_id=access.user_id,
        co_counselling_id=access.co_counselling_id,
        grant_id=access.grant_id,
        quarter=quarter_of(timezone.localdate()),
        decision=decision,
        decided_by=by,
        decided_at=timezone.now(),
    )
    check_and_save(review)
    return review
