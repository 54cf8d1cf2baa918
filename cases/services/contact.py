"""The last contact of a case, kept on the case so that lists sort by it. Derived from its sessions, never typed."""

from django.db.models import F, OuterRef, Q, Subquery

from cases.enums import SessionResult
from cases.models import Case, CounsellingSession


def note_contact(session) -> None:
    """A session was logged: it may be the latest contact of its case. One statement, right in any order of arrival."""
    if session.result == SessionResult.HELD:
        earlier = Q(last_contact_at=None) | Q(last_contact_at__lte=session.started_at)
        Case.objects.filter(earlier, pk=session.case_id).update(
            last_contact_at=session.started_at, last_contact_mode=session.mode
        )


def find_contact_anew(case) -> None:
    """A session was corrected: any other may be the latest contact now."""
    Case.objects.select_for_update().only("pk").get(pk=case.pk)  # whoever logs meanwhile waits, or has been seen
    _as_the_sessions_say(Case.objects.filter(pk=case.pk))


def repair_contacts() -> int:
    """Set the last contact of every case to what its sessions say; returns how many were wrong."""
    wrong = wrong_contacts()
    return _as_the_sessions_say(Case.objects.filter(pk__in=list(wrong.values_list("pk", flat=True))))


def wrong_contacts():
    """Cases whose last contact is not what their sessions say; none, unless somebody wrote past the services."""
    told = Case.objects.annotate(told_at=_latest("started_at"), told_mode=_latest("mode"))
    one_only = Q(told_at=None) ^ Q(last_contact_at=None)
    other = Q(told_at__isnull=False) & ~Q(last_contact_at=F("told_at"), last_contact_mode=F("told_mode"))
    return told.filter(one_only | other | (Q(told_at=None) & ~Q(last_contact_mode="")))


def _as_the_sessions_say(cases) -> int:
    with_any = cases.filter(pk__in=_held().values("case_id"))
    changed = with_any.update(last_contact_at=_latest("started_at"), last_contact_mode=_latest("mode"))
    return changed + cases.exclude(pk__in=_held().values("case_id")).update(last_contact_at=None, last_contact_mode="")


def _held():
    return CounsellingSession.objects.filter(result=SessionResult.HELD)


def _latest(name):
    return Subquery(_held().filter(case=OuterRef("pk")).order_by("-started_at", "-id").values(name)[:1])
