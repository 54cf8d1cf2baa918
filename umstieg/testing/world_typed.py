"""What is typed into the forms of `World`, so that they are accepted."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from umstieg.accounts.models import User
from umstieg.audit.models import PersonSearch

from .make import PASSWORD


def typed_at(address: str, person: str, world) -> dict:
    """What somebody changes in the form of an address, as the page shows it, so that it is accepted."""
    case = next((one.case.pk for one in world.cases.values() if person in one.workers and not one.is_closed), "")
    channel = {"kind": "EMAIL", "value": "neu@example.org"}
    session = {"mode": "telefon", "note": "Neu"}
    appointment = {
        "mode": "telefon",
        "starts_on": timezone.localdate().isoformat(),
        "starts_time": "10:00",
        "minutes": "60",
    }
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    return {
        "cases:search": {"q": "Geändert"},
        "cases:compare": {"name": "Neu"},
        "cases:reading_search": {"q": "Notiz"},
        "cases:note_create": {"text": "Neu"},
        "cases:note_correct": {"text": "Geändert"},
        "cases:next_step": {"text": "Neu"},
        "cases:personal_note_create": {"text": "Neu"},
        "cases:personal_note_change": {"text": "Geändert"},
        "cases:phase_create": {"phase": "ORIENTATION"},
        "cases:outcome_create": {"outcome": "wohnung"},
        "cases:status_create": {"status": "aktiv"},
        "cases:explained_create": {"items": ["LIMITS"]},
        "cases:theme": {"state": "IN_PROGRESS"},
        "cases:close": {"reason": "umzug"},
        "cases:checklist_start": {"title": "Neu"},
        "cases:checklist_copy": {"template": str(world.guide["checklist"])},
        "cases:checklist_item_add": {"text": "Neu"},
        "cases:checklist_item_change": {"text": "Geändert"},
        "cases:create": {"pseudonym": "Neu"},
        "cases:change": {"phases": ["ORIENTATION"]},
        "cases:client_change": {"pseudonym": "Geändert"},
        "cases:channel_create": channel,
        "cases:channel_change": channel,
        "cases:language_create": {"language": "hu"},
        "cases:session_new": session | {"case": str(case)},
        "cases:session_create": session,
        "cases:session_correct": session,
        "cases:task_create": {"text": "Neu", "case": str(case)},
        "cases:task_change": {"text": "Geändert"},
        "cases:appointment_create": appointment | {"case": str(case)},
        "cases:appointment_change": appointment,
        "cases:appointment_hints": appointment | {"case": str(case)},
        "cases:times": {"weekdays": ["0"], "begins": "10:00", "ends": "12:00"},
        "agenda:subscribe": {"detail": "MODE"},
        "cases:notice_create": {"recipient": world.colleague_of(person), "text": "Neu"},
        "cases:notice_task": {"text": "Neu"},
        "cases:hand_over": {f"case_{world.cases['own'].case.pk.hex}": str(world.named.colleague.pk)},
        "cases:cover": {"colleague": str(world.named.colleague.pk), "reason": "Urlaub"},
        "cases:emergency": {
            "number": world.cases["foreign"].case.number,
            "reason": "Sie ist in Gefahr, niemand ist da.",
        },
        "cases:reason": {"cause": "CONSULTATION", "reason": "Kollegiale Fallberatung"},
        "cases:restricted": {"reason": "Fragen zum Aufenthalt"},
        "cases:review": {"result": "FINE"},
        "cases:access_reviews": {world.access_of(person): "NEEDED"},
        "cases:lock_create": {"user": str(User.objects.get(name="Vera Nacht").pk), "reason": "Nachbarin"},
        "audit:person_searches": {
            "about": str(world.named.stranger.pk),
            "since": "2026-01-01",
            "until": "2026-01-31",
            "cause": "Hinweis auf einen fremden Zugriff",
        },
        "audit:second_person": {
            "search": str(PersonSearch.objects.waiting().values_list("pk", flat=True).first()),
            "decision": "approve",
        },
        "team_change": {"no_contact_days": "45"},
        "centre:land": {"land": "HH"},
        "centre:staff_printed_as": {"staff_printed_as": "FUNCTION"},
        "centre:room_create": {"name": "Neuer Raum", "site": str(world.named.team.site_id)},
        "centre:room_change": {"name": "Geändert"},
        "codelists:code_add": {"german": "Neu", "english": "New"},
        "codelists:label_change": {"german": "Anders", "english": "Otherwise"},
        "sites:site_create": {"name": "Neuer Standort"},
        "sites:site_change": {"name": "Anderer Standort"},
        "sites:team_create": {"name": "Neues Team"},
        "sites:team_change": {"name": "Anderes Team"},
        "accounts:invitation": {"password1": PASSWORD, "password2": PASSWORD},
        "people:invite": {"name": "Neu", "email": "ganz-neu@example.org"},
        "people:change": {"name": "Geändert", "email": "geaendert@example.org"},
        "people:role_give": {"role": "OUTREACH_WORKER", "team": str(world.named.other_team.pk)},
        "people:proposal_decide": {"decision": "confirm"},
        "people:secrecy_text_add": {"valid_from": tomorrow.isoformat(), "text": "Neuer Text"},
        "accounts:spoken_languages": {"languages": ["bg"]},
        "accounts:profile": {"language": settings.LANGUAGES[-1][0]},
        "account_logout": {"next": reverse("health")},
    }.get(address, {})
