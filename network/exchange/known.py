"""Which partner of ours a row of a table means, and which row of the table says the same as an earlier one."""

from collections import defaultdict

from network.models import ContactPerson, Organisation, PartnerSite
from umstieg.core.blindindex import phone_digits
from umstieg.core.wording import spellings


class Known:
    """Partners by folded name and kind, and by folded name with a phone number or an e-mail address."""

    def __init__(self):
        self._by_name, self._by_reach = {}, defaultdict(dict)

    def add(self, who, *, name, kind, reaches, is_gone=False) -> None:
        """The first of a name stays; one that is gone is known by its name and kind alone, to rows that are gone."""
        for spelled in spellings(name):
            self._by_name.setdefault((spelled, kind, is_gone), who)
            if not is_gone:
                for reach in reaches:
                    self._by_reach[spelled].setdefault(reach, who)

    def find(self, record):
        """Who it is, or None. Who is gone is no hindrance for one that is there, as when somebody adds it by hand."""
        is_gone = "ended_on" in record.organisation
        spelled = spellings(record.name)
        for gone in (False, True) if is_gone else (False,):
            for one in spelled:
                if found := self._by_name.get((one, record.kind, gone)):
                    return found
        for one in spelled:
            for reach in reaches_of(record):
                if found := self._by_reach.get(one, {}).get(reach):
                    return found
        return None


def reaches_of(record) -> set[str]:
    """Phone numbers and e-mail addresses of a row, as they are compared."""
    return {
        folded
        for facts in (*record.sites, *record.people)
        for folded in (phone_digits(facts.get("phone", "")), facts.get("email", "").casefold())
        if folded
    }


def known_partners() -> Known:
    """All partners of ours, in three statements."""
    reaches = defaultdict(set)
    for model in (PartnerSite, ContactPerson):
        rows = model.objects.exclude(organisation=None).values_list("organisation_id", "phone", "email")
        for organisation, phone, email in rows:
            reaches[organisation] |= {one for one in (phone_digits(phone), email.casefold()) if one}
    known = Known()
    rows = Organisation.objects.order_by("created_at", "pk").values_list("pk", "name", "kind", "ended_on")
    for pk, name, kind, ended_on in rows:
        known.add(pk, name=name, kind=kind, reaches=reaches[pk], is_gone=ended_on is not None)
    return known
