"""What stands beside the guide in `World`, and what is typed about it."""

from umstieg.guide.models import ChecklistTemplate
from umstieg.guide.services import keep_house_rule, note_helped, retire_checklist
from umstieg.guide.tips import tip_of

TIP = "122-07"
DELIVERED, RETIRED = "basiskonto", "steuer_id"


def place_guide(by, lead) -> dict:
    """Ids by the names they have in addresses."""
    tip = tip_of(TIP)
    keep_house_rule(tip=tip, text="Erst anrufen", by=lead)
    keep_house_rule(tip=tip, text="Sparkasse am Markt", by=lead)
    retire_checklist(template=ChecklistTemplate.objects.get(key=RETIRED), by=lead)
    return {
        "tip": TIP,
        "helped": note_helped(tip=tip, text="Früh hingehen", by=by).pk,
        "checklist": ChecklistTemplate.objects.get(key=DELIVERED).pk,
    }


def typed_about_the_guide(world) -> dict:
    """What somebody changes in the forms beside the guide, by address."""
    return {
        "guide:search": {"q": "Konto"},
        "guide:rule": {"text": "Anders"},
        "guide:helped_create": {"text": "Zu zweit gehen"},
        "guide:checklist_create": {"title": "Neu", "items": "Ausweis"},
        "guide:checklist_change": {"title": "Geändert"},
    }
