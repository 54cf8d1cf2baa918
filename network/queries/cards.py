"""The people of uploaded vCards as they would become, each with what hinders it."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from network.models import ContactPerson, Organisation
from umstieg.codelists.queries import Labels
from umstieg.core.wording import spellings

FACTS = ("name", "function", "phone", "email", "languages", "note")
is_address = EmailValidator()


@dataclass
class CardRow:
    """One card. `hindrance` is why it cannot be read in; `is_there` that somebody of this name is known there."""

    number: int
    facts: dict = field(default_factory=dict)
    organisation: str = ""
    languages: list[str] = field(default_factory=list)
    hindrance: str = ""
    is_there: bool = False
    has_picture: bool = False


def card_rows(intake) -> list[CardRow]:
    """All cards, in a fixed number of statements."""
    partners = _partners(intake)
    there = {
        (organisation, spelled)
        for organisation, name in ContactPerson.objects.current().values_list("organisation", "name")
        for spelled in spellings(name)
    }
    labels, rows = Labels("language"), []
    for number, card in enumerate(intake.content["cards"], 1):
        pk, name = _partner_of(card, intake, partners)
        facts = {key: card[key] for key in FACTS} | {"organisation": pk}
        if card["organisation"] and name != card["organisation"] and intake.organisation is None:
            facts["note"] = "\n".join(
                filter(None, [_("Organisation: %(name)s") % {"name": card["organisation"]}, facts["note"]])
            )
        rows.append(
            CardRow(
                number=number,
                facts=facts,
                organisation=name,
                languages=labels.many("language", card["languages"]),
                hindrance=_hindrance(facts),
                is_there=any((pk, spelled) in there for spelled in spellings(card["name"])),
                has_picture=card["has_picture"],
            )
        )
    return rows


def _partners(intake):
    """{spelling: (id, name)} of the partners a card may name."""
    if intake.organisation is not None:
        return {}
    found = {}
    for pk, name in Organisation.objects.living().order_by("created_at", "pk").values_list("pk", "name"):
        for spelled in spellings(name):
            found.setdefault(spelled, (pk, name))
    return found


def _partner_of(card, intake, partners):
    if intake.organisation is not None:
        return intake.organisation_id, intake.organisation.name
    found = [partners[spelled] for spelled in spellings(card["organisation"]) if spelled in partners]
    return found[0] if card["organisation"] and found else (None, "")


def _hindrance(facts):
    """The first rule that a person of these facts would break."""
    if not facts["name"]:
        return _("The card names nobody.")
    person = ContactPerson(**{key: facts[key] for key in FACTS})
    untouched = {one.name for one in ContactPerson._meta.fields} - set(FACTS)
    try:
        person.clean_fields(exclude=untouched)
        if facts["email"]:
            is_address(facts["email"])
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            return _("%(field)s: %(reason)s") % {"field": _("E-mail"), "reason": error.messages[0]}
        name, messages = next(iter(error.message_dict.items()))
        label = ContactPerson._meta.get_field(name).verbose_name
        return _("%(field)s: %(reason)s") % {"field": label, "reason": messages[0]}
    return ""
