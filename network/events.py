"""What the log can tell of the partner network. No event is about a case."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "partner.added": _("Partner added"),
    "partner.changed": _("Partner changed"),
    "partner.checked": _("Partner checked: all still holds"),
    "partner.stage_set": _("Stage of a cooperation changed"),
    "partner.ended": _("Partner marked as gone"),
    "partner.revived": _("Partner taken up again"),
    "partner.held": _("Relation to a partner taken on"),
    "partner.let_go": _("Relation to a partner given up"),
    "contact_person.added": _("Person of the network added"),
    "contact_person.changed": _("Person of the network changed"),
    "contact_person.ended": _("Person of the network marked as gone"),
    "contact_person.removed": _("Person of the network deleted"),
    "agreement.made": _("Agreement with a partner noted"),
    "agreement.changed": _("Agreement with a partner changed"),
    "agreement.reviewed": _("Agreement with a partner looked through"),
    "agreement.ended": _("Agreement with a partner ended"),
    "agreement_file.added": _("File added to an agreement"),
    "agreement_file.removed": _("File of an agreement removed"),
    "agreement_file.viewed": _("File of an agreement downloaded"),
    "activity.noted": _("Activity with partners noted"),
    "activity.changed": _("Activity with partners changed"),
    "activity.removed": _("Activity with partners removed"),
    "partner_task.added": _("Task with a partner added"),
    "partner_task.changed": _("Task with a partner changed"),
    "partner_task.settled": _("Task with a partner settled"),
    "partner_task.reopened": _("Task with a partner taken up again"),
    "reflection.written": _("Reflection sheet written"),
    "network.indexed": _("Search index of the partners rebuilt"),
}
