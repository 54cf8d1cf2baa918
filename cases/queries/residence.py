"""What the room about residence shows. It reads one case; nothing anywhere lists or counts by a status (125-V)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Arrival, ResidenceTitle
from umstieg.codelists.queries import Labels, group_of
from umstieg.core.formats import day

from .facts import latest, residence_facts

#: Groups of the list `residence_status` in which there is no permanent right to ask for: it is there.
STAYS_FOR_GOOD = frozenset({"german", "eu_permanent", "permanent"})


def residence_room(case, *, today) -> dict:
    """Status and documents, since when she is here, and hints that lead to legal advice. Two statements."""
    titles, arrivals = list(ResidenceTitle.objects.filter(case=case)), list(Arrival.objects.filter(case=case))
    labels, present = Labels("residence_status"), latest(titles, today=today)
    facts = residence_facts(titles, arrivals, case.client.nationality, today=today)
    for entries in (titles, arrivals):
        entries.sort(key=lambda one: (one.since_on, one.pk), reverse=True)
    arrived = latest(arrivals, today=today)
    return {
        "titles": [_title(one, labels, one is present or one.since_on > today) for one in titles],
        "arrivals": [_arrival(one, one is arrived) for one in arrivals],
        "hints": residence_hints(present, facts),
        "facts": facts,
        "entries": {"titles": titles},
    }


def residence_hints(present, facts) -> list[dict]:
    """125-04 and 125-06. What somebody has a right to is said by legal advice, never here."""
    group = group_of("residence_status", present.status) if present else ""
    hints = []
    if group == "clarify":
        text = _("Lawyers and special services advise on residence. Help here does not depend on it.")
        hints.append(_hint(_("Ask legal advice."), text))
    if facts.get("five_years_here") and group not in STAYS_FOR_GOOD:
        text = _("Let legal advice look whether a permanent right of residence can be had.")
        hints.append(_hint(_("In Germany for five years or longer."), text))
    return hints


def _hint(strong, text) -> dict:
    asked = urlencode({"art": "rechtsberatung", "thema": "aufenthalt"})
    return {
        "code": "",
        "strong": strong,
        "text": text,
        "link_url": f"{reverse('network:list')}?{asked}",
        "link_label": _("Partners for legal advice"),
        "is_step": False,
    }


def _title(one, labels, runs):
    meta = [
        _("since %(day)s") % {"day": day(one.since_on)},
        _("valid until %(day)s") % {"day": day(one.valid_until_on)} if one.valid_until_on else "",
        _("seen on %(day)s") % {"day": day(one.seen_on)} if one.seen_on else "",
    ]
    return {
        "id": one.pk,
        "label": labels("residence_status", one.status, one.since_on),
        "meta": [said for said in meta if said],
        "note": one.note,
        "runs": runs,
    }


def _arrival(one, runs):
    return {"id": one.pk, "label": day(one.since_on), "meta": [], "note": one.note, "runs": runs}
