"""What the rooms of a file show besides the timeline."""

from django.utils import timezone
from django.utils.translation import ngettext

from cases.enums import PauseKind, Phase, TransparencyItem
from cases.models import PersonalNote
from cases.models.note import PERSONAL_DAYS
from umstieg.access.enums import Part
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day, moment

from .case_file import identity
from .client_times import client_times


def person_room(case, part) -> dict:
    """Names, contact, languages and times of the client."""
    labels = Labels("language", "access_route", "gender", "country")
    return identity(case, labels, part, timezone.localdate()) | {"times": client_times(case.client)}


def way_room(case, file) -> dict:
    """The way of a case, each list with the latest first."""
    dated, today = file.history, timezone.localdate()
    labels = Labels("language", "closing_reason", "outcome", "sex_work_status")
    return {
        "phases": [
            _dated(one) | {"label": Phase(one.code).label, "runs": not one.ended} for one in _latest_first(dated.phases)
        ],
        "pauses": [
            _dated(one)
            | {
                "label": PauseKind(one.code).label,
                "note": one.text,
                "runs": one.begun <= today and (not one.ended or one.ended > today),
            }
            for one in _latest_first(dated.pauses)
        ],
        "outcomes": [
            _dated(one) | {"label": labels("outcome", one.code, one.begun), "note": one.text, "who": one.who}
            for one in _latest_first(dated.outcomes)
        ],
        "statuses": [
            _dated(one) | {"label": labels("sex_work_status", one.code, one.begun), "who": one.who}
            for one in _latest_first(dated.statuses)
        ],
        "shows_status": file.part >= Part.RESTRICTED,
        "explained": _explained(dated, labels),
        "closings": [
            _dated(one)
            | {"label": labels("closing_reason", one.code, one.begun), "who": one.who, "reopened_by": one.whom}
            for one in _latest_first(dated.closings)
        ],
    }


def _explained(dated, labels):
    """Every item with each time it was talked about; an item without any is softly offered."""
    return [
        {
            "item": item.value,
            "label": item.label,
            "times": [
                _dated(one) | {"language": labels("language", one.text), "who": one.who}
                for one in _latest_first(dated.explained)
                if one.code == item.value
            ],
        }
        for item in TransparencyItem
    ]


def _latest_first(rows):
    return sorted(rows, key=lambda one: (one.begun, int(one.key)), reverse=True)


def _dated(one) -> dict:
    return {"id": int(one.key), "begun": day(one.begun), "ended": day(one.ended)}


def personal_notes_room(case, user) -> list[dict]:
    """The reader's own notes about a case, those that end first on top."""
    now = timezone.now()
    rows = PersonalNote.objects.visible_to(user).filter(case=case.pk).order_by("created_at")
    return [
        {"id": str(pk), "written": moment(at), "text": text, "left": _left(PERSONAL_DAYS - (now - at).days)}
        for pk, at, text in rows.values_list("pk", "created_at", "text")
    ]


def _left(days) -> str:
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
