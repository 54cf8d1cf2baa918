"""What the room about housing shows."""

import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import AddressKind, FlatSearchState
from cases.models import Address, Dwelling, FlatSearch
from umstieg.codelists.queries import Labels, group_of
from umstieg.core.formats import capitalised, day, euro
from umstieg.guide.enums import EffectTask

from .facts import housing_facts, present_dwelling
from .occasions import VIEWING
from .spans import span

LEASE = "centre_lease"  # group of places whose lease is the centre's
LEASE_AHEAD = 42  # days before the end of a lease of the centre until which it should be settled what comes after
LONG_FOR_NOW = 90  # days after which a place for a time is asked about, softly (123-V)


def housing_room(case, *, today) -> dict:
    """Where she lives (the present place on top), her addresses, the flats looked at, and hints. Three statements."""
    dwellings = list(Dwelling.objects.filter(case=case))
    present = present_dwelling(dwellings, today=today)
    labels = Labels("housing", "registration_address")
    dwellings.sort(key=lambda one: (one is present, one.runs(today), one.started_on, one.pk), reverse=True)
    addresses = Address.objects.filter(case=case).order_by("-started_on", "-pk")
    flats = FlatSearch.objects.filter(case=case).order_by("-found_on", "-pk")
    return {
        "dwellings": [_dwelling(one, labels, today) for one in dwellings],
        "addresses": sorted((_address(one, today) for one in addresses), key=lambda row: not row["runs"]),
        "flats": sorted((_flat(one, case, today) for one in flats), key=lambda row: not row["runs"]),
        "hints": housing_hints(present, case, today=today) if present else [],
        "facts": housing_facts(dwellings, today=today),
        "entries": {"dwellings": dwellings},
    }


def housing_hints(present, case, *, today) -> list[dict]:
    """What to think of where she lives now; all of it soft, and nothing locks. A step is only offered (123-05)."""
    group = group_of("housing", present.kind)
    hints = []
    if present.is_threatened:
        hints.append(_hint("urgent", _("The place to live may be lost."), _("Look for another one early.")))
    if group == "workplace":
        text = _("Whoever stops working there may lose the place to live with it: look for another one first.")
        hints.append(_hint("wait", _("Lives at the place of work."), text))
    if group == LEASE:
        text = _("As long as the lease is the centre’s, the centre is liable.")
        hint = _hint("wait", text, _("With a safe income the lease can pass from the centre to the client."))
        step = f"{reverse('cases:next_step', args=[case.pk])}?wirkung={EffectTask.AGREE_ON_LEASE.number}"
        hints.append(hint | {"link_url": step, "link_label": _("Plan a step"), "is_step": True})
    days = (today - present.started_on).days
    if present.is_temporary and days > LONG_FOR_NOW:
        text = _("Is there a next step towards a place that lasts?")
        hints.append(_hint("", _("In a place for a time for %(days)s days.") % {"days": days}, text))
    return hints


def _hint(code, strong, text) -> dict:
    return {"code": code, "strong": strong, "text": text, "link_url": "", "link_label": "", "is_step": False}


def lease_step_on(case, *, today) -> datetime.date | None:
    """Until when it should be settled what follows a lease of the centre: a working day some weeks before it ends, at
    the earliest today. None where she lives elsewhere, or no end is noted. One statement.
    """
    present = present_dwelling(Dwelling.objects.filter(case=case), today=today)
    if present is None or present.stay_until_on is None or group_of("housing", present.kind) != LEASE:
        return None
    on = present.stay_until_on - datetime.timedelta(days=LEASE_AHEAD)
    return max(on - datetime.timedelta(days=max(on.weekday() - 4, 0)), today)


def _dwelling(one, labels, today):
    meta = [span(one.started_on, one.ended_on), labels("registration_address", one.registered, one.started_on)]
    if one.is_temporary or one.stay_until_on:
        until = _("for a time, until %(day)s") % {"day": day(one.stay_until_on)}
        meta.append(until if one.stay_until_on else _("for a time"))
    if one.is_threatened:
        meta.append(_("may be lost"))
    if one.household:
        meta.append(ngettext("%(number)s person", "%(number)s people", one.household) % {"number": one.household})
    return {
        "id": one.pk,
        "label": labels("housing", one.kind, one.started_on),
        "meta": [said for said in meta if said],
        "note": one.note,
        "runs": one.ended_on is None or one.ended_on >= today,
    }


def _address(one, today):
    return {
        "id": one.pk,
        "label": capitalised(str(AddressKind(one.kind).label)),
        "text": one.text,
        "meta": [span(one.started_on, one.ended_on)],
        "note": one.note,
        "runs": one.ended_on is None or one.ended_on >= today,
    }


def _flat(one, case, today):
    """A flat; a viewing that is to come can be planned as an appointment with one click (123-04)."""
    state = FlatSearchState(one.state)
    meta = [_("found on %(day)s") % {"day": day(one.found_on)}, euro(one.rent)]
    if one.viewing_on:
        meta.append(_("viewing on %(day)s") % {"day": day(one.viewing_on)})
    row = {
        "id": one.pk,
        "label": one.what,
        "state": str(state.label),
        "glyph": state.glyph,
        "meta": [said for said in meta if said],
        "note": one.note,
        "runs": one.is_open,
    }
    if one.is_open and one.viewing_on and one.viewing_on >= today:
        asked = {"fall": case.pk, "tag": one.viewing_on.isoformat(), "anlass": VIEWING, "wohnung": one.pk}
        row["link_url"] = f"{reverse('cases:appointment_create')}?{urlencode(asked)}"
        row["link_label"] = _("Plan the viewing")
    return row
