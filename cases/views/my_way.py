"""Mein Weg: a page to be turned to the client, without navigation, numbers or names of colleagues (114-05, 114-07)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.case_file import case_file
from cases.queries.my_way import my_way as way_of
from cases.queries.my_way import themes_at
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record

from .lookup import case_seen_by

MOST = 30


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def my_way(request, pk):
    """`?zeigen=` are the protected themes the reader has chosen to show, by their place among all themes."""
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    way = way_of(case, file, chosen=themes_at(request.GET.getlist("zeigen")[:MOST]))
    return render(request, "cases/my_way.html", {"case": case, "way": way})
