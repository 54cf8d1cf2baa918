"""What the log can tell of the guide. No event is about a case."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "house_rule.kept": _("House rule to a tip changed"),
    "helped_here.noted": _("Noted what has helped here"),
    "helped_here.taken_back": _("Taken back what has helped here"),
    "checklists.loaded": _("Checklists loaded"),
    "checklist.added": _("Checklist of the centre added"),
    "checklist.changed": _("Checklist of the centre changed"),
    "checklist.retired": _("Checklist of the centre retired"),
    "checklist.restored": _("Checklist of the centre offered again"),
}
