"""Roles see their own product: navigation and actions follow what somebody may do; the rest is absent, not grey."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.centre.queries import shown_centre
from umstieg.core.addresses import address
from umstieg.core.places import last_list

# Lists of cases, to which a case leads back.
LISTS = {
    "cases:list": (Permission.CASE_LIST, gettext_lazy("Cases")),
    "desk:team": (Permission.TEAM_LIST, gettext_lazy("Team")),
    "cases:search": (Permission.CASE_SEARCH, gettext_lazy("Search")),
}

TASK_PAGES = ("desk:tasks", "cases:task_")
SECRECY_PAGES = ("people:secrecy", "people:secrecy_text_add")
PRINTOUT_PAGES = ("centre:texts", "centre:staff_printed_as")
COVER_PAGES = ("cases:cover", "cases:emergency", "cases:handovers", "cases:hand_over", "cases:handover_sheet")
TEAM_PAGES = ("desk:team", "team_change", "cases:reviews", "cases:review", "cases:access_reviews")
UNDER_MORE = ("people:secrecy", "centre:texts", "guide:tips")  # on a phone: the bar has five places
CALENDAR_PAGES = ("desk:calendar", "cases:appointment_", "agenda:")


def navigation(request):
    """Context of every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"is_demo": settings.IS_DEMO, "centre": None, "navigation": [], "tab_navigation": []}
    match = request.resolver_match
    here = match.view_name if match else ""
    in_tasks, in_calendar = here.startswith(TASK_PAGES), here.startswith(CALENDAR_PAGES)
    in_notices = here.startswith("cases:notice")  # they hang below Heute
    in_grants = here in (*COVER_PAGES, *TEAM_PAGES, "cases:locks")
    in_case = here.startswith("cases:") and not (in_tasks or in_calendar or in_notices or in_grants)
    counsels = has_permission(user, Permission.CASE_LIST)
    in_covers, in_secrecy, in_printouts = here in COVER_PAGES, here in SECRECY_PAGES, here in PRINTOUT_PAGES
    who, centre, offered = (
        pgettext("menu", "Who works here"),
        pgettext("menu", "The centre"),
        pgettext("menu", "Forms and printouts"),
    )
    places = [
        (Permission.HOME_VIEW, "desk:home", _("Today"), "sun", here == "desk:home" or in_notices),
        (Permission.CASE_LIST, "cases:list", _("Cases"), "folder-open", in_case),
        (Permission.AGENDA_VIEW, "desk:calendar", _("Calendar"), "calendar-days", in_calendar),
        (Permission.AGENDA_VIEW, "desk:tasks", _("Tasks"), "list-checks", in_tasks),
        (Permission.GRANT_COVER, "cases:cover", pgettext("stepping in", "Cover"), "users", in_covers),
        (Permission.NETWORK_VIEW, "network:list", _("Network"), "network", here.startswith("network:")),
        # A lead without cases of her own reaches a case from her team.
        (
            Permission.TEAM_LIST,
            "desk:team",
            _("Team"),
            "layers",
            here in TEAM_PAGES or ((in_case or in_covers) and not counsels),
        ),
        (
            Permission.PROPOSAL_DECIDE,
            "people:proposals",
            _("Confirmations"),
            "user-check",
            here.startswith("people:proposal") and here != "people:proposal_withdraw",
        ),
        (Permission.GUIDE_VIEW, "guide:tips", pgettext("menu", "Guide"), "book-open", here.startswith("guide:")),
        (
            Permission.PERSON_MANAGE,
            "people:list",
            _("People"),
            "users",
            here.startswith("people:") and not in_secrecy,
            who,
        ),
        (Permission.SECRECY_KEEP, "people:secrecy", pgettext("menu", "Secrecy"), "signature", in_secrecy, who),
        (Permission.CENTRE_MANAGE, "sites:list", _("Sites"), "building-2", here.startswith("sites:"), centre),
        (
            Permission.ROOM_MANAGE,
            "centre:rooms",
            _("Rooms"),
            "door-open",
            here.startswith("centre:") and not in_printouts,
            centre,
        ),
        (
            Permission.CODELIST_MANAGE,
            "codelists:lists",
            _("Lists"),
            "list-ordered",
            here.startswith("codelists:"),
            offered,
        ),
        # A lead confirms a translation from the printout of a case; the place of its own is the administration's.
        (Permission.ROOM_MANAGE, "centre:texts", pgettext("menu", "Printouts"), "printer", in_printouts, offered),
        (Permission.LOCK_LIFT, "cases:locks", _("Locks"), "lock", here == "cases:locks"),
        (Permission.AUDIT_READ, "audit:log", _("Audit log"), "shield", here.startswith("audit:")),
    ]
    shown = [
        {
            "name": name,
            "url": address(name),
            "label": label,
            "icon": icon,
            "current": current,
            "group": group[0] if group else "",
        }
        for permission, name, label, icon, current, *group in places
        if has_permission(user, permission)
    ]
    lists = [name for name, (permission, _label) in LISTS.items() if has_permission(user, permission)]
    came_from, list_address = last_list(request, among=lists, otherwise="cases:list" if counsels else "desk:team")
    return {
        "list_address": list_address,
        "list_label": LISTS[came_from][1],
        "navigation": shown,
        "tab_navigation": [item for item in shown if item["name"] not in UNDER_MORE][:4],
        "may_log_session": has_permission(user, Permission.SESSION_LOG),
        "may_leave_notice": has_permission(user, Permission.NOTICE_LEAVE),
        "may_keep_network": has_permission(user, Permission.NETWORK_KEEP),
        "may_search": has_permission(user, Permission.CASE_SEARCH),
        "centre": shown_centre(),
        "site_line": ", ".join(dict.fromkeys(m.team.name for m in user.memberships_today if m.team)),
        "is_demo": settings.IS_DEMO,
    }
