"""Access for a time: stepping in, a lead's reason, an emergency. Each has a reason, an end, and is seen by others.

Confidentiality C, rules 2 and 3, goals G4 and G6. What a grant opens is decided by `Case.objects.visible_to`.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import GrantKind
from cases.models import Case, CaseGrant, CaseLock
from umstieg.access.enums import Part, Role
from umstieg.audit.recording import act, refuse
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save

COVER_DAYS = 42  # six weeks
EMERGENCY_MINUTES = 60
REASON_LENGTH = 20  # characters that say at least something


def step_in(*, colleague, until, reason, by) -> list[CaseGrant]:
    """Vertretung antreten: open all cases of a colleague whose named deputy `by` is, up to and including a day.

    At most six weeks, at once, and the colleague sees it. What was given before for these cases ends.
    """
    today = timezone.localdate()
    if until < today:
        raise DomainError(_("This day is over."), field="until")
    if until > today + datetime.timedelta(days=COVER_DAYS):
        raise DomainError(_("At most six weeks; after that you can step in again."), field="until")
    cases = list(Case.objects.deputised_to(by).filter(counsellor=colleague).order_by("number"))
    if not cases:
        raise DomainError(_("You are not the named deputy in any case of this person."), field="colleague")
    now = timezone.now()
    with act("grant.cover_taken", by=by) as done:
        done.about(*(case.number for case in cases))
        for grant in CaseGrant.objects.in_force().filter(user=by, kind=GrantKind.COVER, case__in=cases):
            _end(grant, by, now)
        grants = [
            CaseGrant(
                case=case,
                user=by,
                kind=GrantKind.COVER,
                part=Part.WORK,
                reason=reason,
                starts_at=now,
                ends_at=_midnight_after(until),
                created_by=by,
            )
            for case in cases
        ]
        for grant in grants:
            check_and_save(grant)
    return grants


def open_with_reason(*, case, cause, reason, by) -> CaseGrant:
    """A lead opens identity and notes of one case of her team until midnight."""
    _must_lead(case, by)
    _must_say(reason, _("Please say in a sentence what for."))
    return _open_for_lead(case, Part.NOTES, cause, reason, by, event="grant.reason_given")


def open_restricted(*, case, reason, by) -> CaseGrant:
    """The second step: what is specially protected too, for as long as the first one holds."""
    _must_lead(case, by)
    first = _of_lead(case, by).first()
    if first is None:
        raise DomainError(_("Please open the notes first, with a reason."))
    _must_say(reason, _("Please say in a sentence what for."))
    return _open_for_lead(case, Part.RESTRICTED, first.cause, reason, by, event="grant.restricted_opened")


def open_in_emergency(*, number, reason, duration, by) -> CaseGrant:
    """Break-glass: one case by its number, to read, for `duration` minutes, an hour at most.

    Its lead and data protection are told (cases.services.telling), and it is reviewed. A try at a case that is hidden
    from her stands in its ledger; one at a number that is none is logged alike, so that it answers alike.
    """
    _must_say(reason, _("Please say in a sentence what has happened."))
    if not 1 <= duration <= EMERGENCY_MINUTES:
        raise DomainError(_("An hour at most."), field="duration")
    case = Case.objects.filter(number=number.strip()).first()
    if case is None or CaseLock.objects.in_force().filter(user=by, case=case).exists():
        refuse(actor=by, about=str(case.pk) if case else "", reason="grant.emergency_opened")
        raise DomainError(_("There is no case of this number that can be opened like this."), field="number")
    now = timezone.now()
    with act("grant.emergency_opened", by=by, object_id=case.pk) as done:
        done.about(case.number)
        grant = CaseGrant(
            case=case,
            user=by,
            kind=GrantKind.EMERGENCY,
            part=Part.RESTRICTED,
            reason=reason,
            starts_at=now,
            ends_at=now + datetime.timedelta(minutes=duration),
            created_by=by,
        )
        check_and_save(grant)
    return grant


def end_grant(*, grant, by) -> None:
    """End it before its time; it is gone with the next request. Ended twice is ended."""
    with act("grant.ended", by=by, object_id=grant.case_id) as done:
        done.about(grant.case.number)
        held = CaseGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if held.ended_at is None and held.ends_at > timezone.now():
            _end(held, by, timezone.now())


def review_emergency(*, grant, result, by, note="") -> CaseGrant:
    """Say whether an opening in an emergency was right. By a lead of the case's team; nobody reviews herself."""
    if grant.user_id == by.pk:
        raise DomainError(_("Somebody else has to look at your own opening."))
    with act("grant.reviewed", by=by, object_id=grant.case_id, reason=result) as done:
        done.about(grant.case.number)
        held = CaseGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if held.reviewed_at is not None:
            raise DomainError(_("Somebody else has reviewed it in the meantime."))
        held.reviewed_at, held.reviewed_by = timezone.now(), by
        held.review_result, held.review_note = result, note
        check_and_save(held, only=["reviewed_at", "reviewed_by", "review_result", "review_note"])
    return held


# --- locks ---------------------------------------------------------------------------------------------------


def lock_case(*, case, user, reason, by) -> CaseLock:
    """Hide a case from a named colleague. Who is named on it has to leave it first; what she was given ends.

    It is set because of the person, so the client's other cases are hidden from her too, unless she is named on them.
    """
    if user.pk == by.pk:
        raise DomainError(_("For yourself, hand the case over to somebody else."), field="user")
    with act("lock.set", by=by, object_id=case.pk) as done:
        done.about(case.number)
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if _is_named(user, case):
            raise DomainError(_("This person is named on the case. Please change that first."), field="user")
        lock = _hide(case, user, reason, by)
        hidden = CaseLock.objects.in_force().filter(user=user).values("case_id")
        others = Case.objects.filter(client=case.client_id).exclude(pk__in=hidden).order_by("number")
        for other in others.select_for_update(of=("self",)):
            if not _is_named(user, other):
                with act("lock.set", by=by, object_id=other.pk) as done_too:
                    done_too.about(other.number)
                    _hide(other, user, reason, by)
    return lock


def _is_named(user, case):
    co_counsels = case.co_counsellings.in_force(timezone.localdate()).filter(user=user).exists()
    return user.pk in (case.counsellor_id, case.deputy_id) or co_counsels


def _hide(case, user, reason, by):
    for grant in CaseGrant.objects.in_force().filter(case=case, user=user):
        _end(grant, by, timezone.now())
    lock = CaseLock(case=case, user=user, reason=reason, created_by=by)
    check_and_save(lock)
    return lock


def lift_lock(*, lock, by) -> None:
    """Let a colleague see the case again as her role says. Only data protection does this."""
    with act("lock.lifted", by=by, object_id=lock.case_id) as done:
        done.about(lock.case.number)
        held = CaseLock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
        if held.lifted_at is None:
            held.lifted_at, held.lifted_by = timezone.now(), by
            check_and_save(held, only=["lifted_at", "lifted_by"])


# --- what they share -----------------------------------------------------------------------------------------


def _open_for_lead(case, part, cause, reason, by, *, event):
    now = timezone.now()
    with act(event, by=by, object_id=case.pk, reason=cause) as done:
        done.about(case.number)
        for grant in _of_lead(case, by):
            _end(grant, by, now)
        grant = CaseGrant(
            case=case,
            user=by,
            kind=GrantKind.REASON,
            part=part,
            cause=cause,
            reason=reason,
            starts_at=now,
            ends_at=_midnight_after(timezone.localdate()),
            created_by=by,
        )
        check_and_save(grant)
    return grant


def _of_lead(case, user):
    return CaseGrant.objects.in_force().filter(case=case, user=user, kind=GrantKind.REASON)


def _must_lead(case, user):
    if case.team_id not in user.team_ids(Role.TEAM_LEAD):
        raise DomainError(_("Only a lead of the team opens a case with a reason."))


def _must_say(reason, otherwise):
    """A reason is for those who read it later: a letter or a word is none."""
    if len(reason.strip()) < REASON_LENGTH:
        raise DomainError(otherwise, field="reason")


def _end(grant, by, now):
    grant.ended_at, grant.ended_by = now, by
    check_and_save(grant, only=["ended_at", "ended_by"])


def _midnight_after(day):
    """The first moment of the next day, in local time."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
