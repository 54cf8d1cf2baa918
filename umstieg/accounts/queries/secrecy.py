"""The register of people bound to secrecy, ready to print."""

from umstieg.centre.models import SecrecyText
from umstieg.centre.queries import secrecy_text

from ..models import SecrecyBinding
from .people import BOUND, day, people_rows


def still_to_bind(rows) -> list:
    """Those of `people_rows` who have to be bound by the text of today."""
    return [row for row in rows if row.bound != BOUND and row.state != "disabled"]


def register() -> dict:
    """The text of today and those before, who still has to be bound by it, and every entry, the newest first."""
    entries = SecrecyBinding.objects.select_related("user", "text", "recorded_by").order_by("-bound_on", "-pk")
    return {
        "text": secrecy_text(),
        "texts": list(SecrecyText.objects.order_by("-valid_from")),
        "missing": still_to_bind(people_rows()),
        "entries": [
            {
                "user_id": entry.user_id,
                "person": entry.user.name,
                "bound_on": day(entry.bound_on),
                "text": day(entry.text.valid_from),
                "recorded_by": entry.recorded_by.name if entry.recorded_by else "",
            }
            for entry in entries
        ],
    }
