"""The columns of a table of partners, and which of them the heading of somebody else's table means."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.models import ContactPerson, Organisation, PartnerSite
from umstieg.core.wording import spellings

OFFER = (
    "name",
    "kind",
    "topics",
    "languages",
    "region",
    "website",
    "cost",
    "is_anonymous",
    "insurance_needed",
    "german_needed",
    "is_for_target_group",
    "waiting_time",
    "preconditions",
    "papers_needed",
    "experience",
    "stage",
    "note",
    "ended_on",
)
PLACE = ("name", "address", "phone", "email", "hours", "hours_note", "accessibility")
PERSON = ("name", "function", "phone", "email")
MOST = 5  # places, and people, of one partner
MODELS = {"organisation": Organisation, "site": PartnerSite, "person": ContactPerson}
OWN_LABELS = {  # where the word of the form says too little in a table
    ("organisation", "stage"): gettext_lazy("Stage of the cooperation"),
    ("organisation", "note"): gettext_lazy("Our experience"),
    ("organisation", "experience"): gettext_lazy("Experience with the target group"),
    ("site", "hours"): gettext_lazy("Opening hours"),
}
HELD_BY = "held_by"  # goes out only: who of us holds a relation is not for a table to say
# Several columns of a table may belong to these.
LINES = ("address", "note", "preconditions", "papers_needed")
JOINED = {"topics": "; ", "languages": "; "} | dict.fromkeys(LINES, "\n")
# How others call it, folded by `plain`: umlauts, case, blanks and gender signs need no second spelling.
SYNONYMS = {
    "name": "organisation,einrichtung,träger,institution,firma,bezeichnung,partner,partnerin,kooperationspartner,"
    "kooperationspartner*in,stelle,name der einrichtung,name der organisation,organization,organisation name,"
    "partner name",
    "kind": "art der einrichtung,typ,type,kategorie,category,einrichtungsart,art des partners,type of partner",
    "topics": "themen,thema,hilft bei,angebot,angebote,schwerpunkt,schwerpunkte,beratungsthemen,topics,topic,services",
    "languages": "sprache,beratungssprachen,language,spoken languages",
    "region": "gebiet,einzugsgebiet,zuständigkeit,landkreis,kreis,area",
    "website": "webseite,homepage,internet,internetseite,url,web,www,link",
    "cost": "kosten,preis,gebühr,gebühren,price,fees",
    "is_anonymous": "anonym,anonyme beratung,anonymous",
    "insurance_needed": "krankenversicherung,versicherung,versicherung nötig,insurance",
    "german_needed": "deutschkenntnisse,deutsch,german,level of german",
    "is_for_target_group": "zielgruppe,zielgruppenspezifisch,target group",
    "waiting_time": "wartezeiten,dauer bis termin,waiting",
    "preconditions": "voraussetzung,bedingungen,aufnahmebedingungen,conditions,requirements",
    "papers_needed": "unterlagen,dokumente,mitzubringen,papiere,nötige unterlagen,papers,documents",
    "experience": "erfahrung,erfahrungen mit der zielgruppe",
    "stage": "status,stand der kooperation,kooperationsstand",
    "note": "bemerkung,bemerkungen,notiz,notizen,anmerkung,anmerkungen,kommentar,hinweise,note,notes,comment,remarks",
    "ended_on": "beendet am,geschlossen seit,nicht mehr da,ended on,closed since",
    "site.name": "standort,filiale,zweigstelle,name des standorts,site,branch",
    "site.address": "anschrift,straße,strasse,straße und hausnummer,plz,postleitzahl,ort,stadt,wohnort,plz ort,"
    "plz und ort,"
    "street,postcode,zip,zip code,city,town,postal address",
    "site.phone": "tel,tel.,telefonnummer,rufnummer,festnetz,telephone,phone number",
    "site.email": "mail,mailadresse,e-mail-adresse,email,emailadresse,email address",
    "site.hours": "öffnungszeiten,sprechzeiten,sprechstunde,sprechstunden,öffnungszeit,geöffnet,zeiten,"
    "opening hours,hours,"
    "office hours",
    "site.hours_note": "hinweis öffnungszeiten,hinweise zu den öffnungszeiten,about the opening hours",
    "site.accessibility": "barrierefrei,rollstuhlgerecht,zugänglichkeit,accessible,wheelchair",
    "person.name": "ansprechpartner,ansprechpartner*in,ansprechperson,kontakt,name der kontaktperson,kontaktname,"
    "contact,"
    "contact person,contact name",
    "person.function": "funktion,position,aufgabe,rolle,abteilung,function,role,job title",
    "person.phone": "durchwahl,mobil,handy,telefon ansprechpartner,telefon ansprechperson,telefon kontaktperson,"
    "direct line,mobile",
    "person.email": "e-mail ansprechpartner,e-mail ansprechperson,e-mail kontaktperson,mail ansprechpartner,"
    "mail ansprechperson",
}


@dataclass(frozen=True)
class Column:
    """One column: a field of the partner, of one of its places or of one of its people."""

    part: str
    field: str
    number: int = 1

    @property
    def key(self) -> str:
        """How it is named in forms and in what is kept: "name", "site.address", "site2.address"."""
        if self.part == "organisation":
            return self.field
        return f"{self.part}{self.number if self.number > 1 else ''}.{self.field}"

    @property
    def model_field(self):
        return MODELS[self.part]._meta.get_field(self.field)

    @property
    def label(self) -> str:
        """In the language of the moment; no two are alike."""
        own = OWN_LABELS.get((self.part, self.field), self.model_field.verbose_name)
        said = capfirst(str(own))
        if self.part == "organisation" or (self.part, self.number) == ("site", 1):
            return said
        if self.part == "site":
            return _("Place %(number)s: %(what)s") % {"number": self.number, "what": said}
        if self.number == 1:
            return _("Contact person: %(what)s") % {"what": said}
        return _("Person %(number)s: %(what)s") % {"number": self.number, "what": said}


def columns(places=MOST, people=MOST) -> list[Column]:
    """All columns with so many places and people, in the order in which they go out."""
    return [
        *(Column("organisation", name) for name in OFFER[:-2]),
        *(Column("site", name) for name in PLACE),
        *(Column("person", name) for name in PERSON if people),
        *(Column("site", name, number) for number in range(2, places + 1) for name in PLACE),
        *(Column("person", name, number) for number in range(2, people + 1) for name in PERSON),
        *(Column("organisation", name) for name in OFFER[-2:]),
    ]


@cache
def columns_by_key() -> dict[str, Column]:
    return {column.key: column for column in columns()}


def held_by_label() -> str:
    return _("Held by")


def german(make) -> object:
    """Headings and values of a table are German, whatever language she who takes it out reads."""
    with translation.override("de"):
        return make()


def guessed(header) -> list[str]:
    """For every heading the key of the column it most likely means, HELD_BY, or "". None is given twice."""
    found, taken = [], set()
    for heading in header:
        key = meant_by(heading)
        base = key.partition(".")[2] or key
        if key and key in taken and base not in JOINED:
            key = ""
        taken.add(key)
        found.append(key)
    return found


def meant_by(heading: str) -> str:
    """The key of the column that a heading means; "" where none is known."""
    known = _known_headings()
    spelled = plain(heading)
    for one in spelled:
        if one in known:
            return known[one]
    for one in spelled:
        numbered = re.fullmatch(r"(.*?)([2-5])", one)
        key = known.get(numbered[1], "") if numbered else ""
        if key.startswith(("site.", "person.")):
            part, _dot, field = key.partition(".")
            return f"{part}{numbered[2]}.{field}"
    return ""


def plain(text: str) -> list[str]:
    """A heading, or a value of a list, in every spelling without signs and blanks."""
    return [re.sub(r"[\W_]+", "", one) for one in spellings(text)]


@cache
def _known_headings() -> dict[str, str]:
    known = {}
    for language in ("de", "en"):
        with translation.override(language):
            for column in columns():
                for one in plain(column.label):
                    known.setdefault(one, column.key)
            for one in plain(held_by_label()):
                known.setdefault(one, HELD_BY)
    for key in columns_by_key():
        for one in plain(key):
            known.setdefault(one, key)
    for key, said in SYNONYMS.items():
        for synonym in said.split(","):
            for one in plain(synonym):
                known.setdefault(one, key)
    known.pop("", None)
    return known
