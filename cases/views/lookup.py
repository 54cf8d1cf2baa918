"""Finding objects for a page. What the reader may not see answers 404 like what does not exist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.models import Case, CounsellingSession
from cases.queries.case_file import open_file
from umstieg.access.enums import Part


def case_seen_by(user, pk, part=Part.FACTS) -> Case:
    """The case with its header facts and `shown_part`; Http404 where `user` does not see `part` of it."""
    case = open_file(Case.objects.visible_to(user, part).with_shown_part(user), pk)
    if case is None:
        raise Http404
    return case


def session_seen_by(user, case_pk, pk) -> CounsellingSession:
    """A session of a case of which `user` sees the notes."""
    case = case_seen_by(user, case_pk, Part.NOTES)
    session = get_object_or_404(case.sessions.select_related("counsellor", "site"), pk=pk)
    session.case = case
    return session


def must_be_open(case) -> None:
    """A closed case is read, not written in."""
    if case.closed_on:
        raise PermissionDenied(_("This case is closed. It can be read, but nothing can be added."))
