"""What an appointment may be begun for, and what of it can be filled in beforehand; all of it can be changed."""

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cases.models import Appointment, ClientLanguage, FlatSearch
from umstieg.accounts.models import SpokenLanguage
from umstieg.codelists.queries import keys_in_group, keys_of

VIEWING, REVIEW = "besichtigung", "auswertung"  # names in the address; no name of anybody stands there
TITLES = {VIEWING: _("Viewing of a flat"), REVIEW: _("Evaluation talk")}
MOST_DIGITS = 15


def begun_for(occasion, case, user, *, flat="") -> dict:
    """Facts an appointment of this case begins with; empty for no occasion of ours.

    `flat`: the key of the flat that is looked at (123-04). What was noted of it is about a person's search, so it goes
    into the place, which lies encrypted like it. Whoever does not speak her language is offered mediation (114-11).
    """
    if occasion not in TITLES:
        return {}
    facts = {"title": str(TITLES[occasion]), "mediation_language": _to_mediate(case, user)}
    if occasion == VIEWING:
        facts |= {"mode": _accompanying(), "site": None, "place": _place(case, flat)}
    return {name: value for name, value in facts.items() if value or name == "site"}


def _place(case, key) -> str:
    """Where the flat is, as far as it fits: street, landlord, whatever was noted."""
    if not (key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS):
        return ""
    found = FlatSearch.objects.filter(case=case, pk=key).values_list("what", flat=True).first() or ""
    return Truncator(" ".join(found.split())).chars(Appointment._meta.get_field("place").max_length)


def _accompanying() -> str:
    """The first mode in use in which somebody comes along."""
    accompanying = keys_in_group("contact_mode", "accompaniment")
    return next((key for key in keys_of("contact_mode") if key in accompanying), "")


def _to_mediate(case, user) -> str:
    """The first language she needs mediation in; none where `user` speaks one of them."""
    spoken = ClientLanguage.objects.filter(client=case.client_id, needs_mediation=True).order_by("pk")
    needed = list(spoken.values_list("language", flat=True))
    if not needed or SpokenLanguage.objects.filter(user=user, language__in=needed).exists():
        return ""
    return needed[0]
