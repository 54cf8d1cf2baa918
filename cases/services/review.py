"""When the goals of a case are looked at together again (114-05): derived from its talks and goals, in one place."""

from django.db.models import Min
from django.utils import timezone

from cases.enums import SessionResult
from cases.models import Case, CounsellingSession, Goal, ReviewPlan
from umstieg.agenda.intervals import months_later
from umstieg.audit.recording import act
from umstieg.codelists.queries import keys_in_group
from umstieg.core.saving import check_and_save, set_facts

from .working import must_be_running

REVIEW = "review"  # group of settings in the code list


def plan_reviews(*, case, months, by) -> ReviewPlan:
    """Look at the goals every so many months (1 to 12), or at no fixed times (None)."""
    with act("review.planned", by=by, object_id=case.pk) as done:
        done.about(case.number)
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        must_be_running(case)
        return _reckon(case, months=months)


def is_review(session) -> bool:
    """Whether a talk was an evaluation talk that took place."""
    return session.result == SessionResult.HELD and session.setting in keys_in_group("contact_setting", REVIEW)


def reckon_review(case) -> ReviewPlan:
    """Inside of an act: a goal or a talk was added or changed, the next evaluation talk may be due on another day."""
    return _reckon(Case.objects.select_for_update(of=("self",)).get(pk=case.pk))


def _reckon(case, **facts):
    plan = ReviewPlan.objects.filter(case=case).first() or ReviewPlan(case=case)
    months = facts.get("months", plan.months)
    last = _last_on(case)
    facts |= {"last_on": last, "due_on": months_later(last, months) if last and months else None}
    if set_facts(plan, facts) or plan._state.adding:
        check_and_save(plan)
    return plan


def _last_on(case):
    """The day of the last evaluation talk that took place, or else of the first goal agreed on."""
    talks = CounsellingSession.objects.filter(
        case=case, result=SessionResult.HELD, setting__in=keys_in_group("contact_setting", REVIEW)
    )
    last = talks.order_by("-started_at").values_list("started_at", flat=True).first()
    if last:
        return timezone.localtime(last).date()
    return Goal.objects.filter(case=case).aggregate(first=Min("agreed_on"))["first"]
