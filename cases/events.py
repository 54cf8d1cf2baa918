"""What the log can tell of a case."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "cases.listed": _("Case list seen"),
    "cases.searched": _("Cases searched"),
    "team.listed": _("Team list seen"),
    "case.viewed": _("Case viewed"),
    "case.opened": _("Case opened"),
    "case.changed": _("Case changed"),
    "case.closed": _("Case closed"),
    "client.changed": _("Client's details changed"),
    "contact_channel.added": _("Way of contact added"),
    "contact_channel.changed": _("Way of contact changed"),
    "contact_channel.removed": _("Way of contact removed"),
    "client_language.added": _("Language added"),
    "client_language.removed": _("Language removed"),
    "phase.started": _("Phase started"),
    "phase.ended": _("Phase ended"),
    "co_counsellor.added": _("Co-counsellor added"),
    "co_counsellor.ended": _("Co-counsellor ended"),
    "session.viewed": _("Counselling session viewed"),
    "session.logged": _("Counselling session logged"),
    "session.corrected": _("Counselling session corrected"),
    "search_index.rebuilt": _("Search index rebuilt"),
}
