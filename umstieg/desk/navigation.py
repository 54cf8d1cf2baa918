"""Roles see their own product: navigation and actions follow what somebody may do; the rest is absent, not grey."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.centre.queries import shown_centre


def navigation(request):
    """Context of every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"is_demo": settings.IS_DEMO, "centre": None, "navigation": [], "tab_navigation": []}
    match = request.resolver_match
    here = match.view_name if match else ""
    in_case, counsels = here.startswith("cases:"), has_permission(user, Permission.CASE_LIST)
    places = [
        (Permission.HOME_VIEW, "desk:home", _("Today"), "sun", here == "desk:home"),
        (Permission.CASE_LIST, "cases:list", _("Cases"), "folder-open", in_case),
        # A lead without cases of her own reaches a case from her team.
        (Permission.TEAM_LIST, "desk:team", _("Team"), "layers", here == "desk:team" or (in_case and not counsels)),
        (Permission.AUDIT_READ, "audit:log", _("Audit log"), "shield", here.startswith("audit:")),
    ]
    shown = [
        {"url": reverse(name), "label": label, "icon": icon, "current": current}
        for permission, name, label, icon, current in places
        if has_permission(user, permission)
    ]
    return {
        "navigation": shown,
        "tab_navigation": shown[:4],
        "may_log_session": has_permission(user, Permission.SESSION_LOG),
        "may_search": has_permission(user, Permission.CASE_SEARCH),
        "centre": shown_centre(),
        "site_line": ", ".join(dict.fromkeys(m.team.name for m in user.memberships_today if m.team)),
        "is_demo": settings.IS_DEMO,
    }
