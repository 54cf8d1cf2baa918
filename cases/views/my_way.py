"""Mein Weg: a page to be turned to the client, without navigation, numbers or names of colleagues (114-05, 114-07)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.case_file import case_file
from cases.queries.my_way import asked_language, themes_at
from cases.queries.my_way import my_way as way_of
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record

from .lookup import case_seen_by

MOST = 30


@requires(Permission.CASE_VIEW, Part.RESTRICTED)
@require_safe
def my_way(request, pk):
    """`?zeigen=` are the protected themes the reader has chosen to show, by their place among all themes, `?sprache=`
    the language of the page's own words.
    """
    case = case_seen_by(request.user, pk, Part.NOTES)
    file = case_file(case, request.user)
    record("case.viewed", cases=[case.number], part=file.shown_part, object_id=case.pk)
    language, chosen = asked_language(request.GET.get("sprache", "")), themes_at(request.GET.getlist("zeigen")[:MOST])
    shown = {"case": case, "way": way_of(case, file, language=language, chosen=chosen)}
    shown["may_confirm"] = has_permission(request.user, Permission.TEXT_CONFIRM)
    return render(request, "cases/my_way.html", shown)
