"""The partners of the Ankerhof on paper. All invented; neither town, postcode nor telephone numbers exist."""

from dataclasses import dataclass, field

from network.enums import ContactKind, Cost, Experience, Known, Stage
from network.hours import read_hours
from umstieg.centre.enums import Accessibility

CITY = "00117 Ankerstadt"


@dataclass
class DemoPartner:
    """`by` added it and holds the relation, `also` holds it too; `people` are (name, function, languages)."""

    key: str
    by: str
    facts: dict
    people: list[tuple] = field(default_factory=list)
    also: tuple[str, ...] = ()


def _facts(name, kind, topics, languages, **more):
    facts = {"name": name, "kind": kind, "topics": topics.split(), "languages": languages.split()}
    facts["region"] = more.pop("region", "Ankerstadt")
    if "hours" in more:
        more["hours"] = read_hours(more["hours"])
    if street := more.pop("street", ""):
        more["address"] = f"{street}\n{CITY}"
    return facts | more


PARTNERS = [
    DemoPartner(
        "jobcenter",
        "jana",
        _facts(
            "Jobcenter Ankerstadt",
            "jobcenter",
            "existenz leistungen",
            "de",
            street="Am Speicher 40",
            phone="030 23125 600",
            hours="Mo–Fr 8–12; Do 14–18",
            cost=Cost.FREE,
            is_anonymous=Known.NO,
            insurance_needed=Known.NO,
            accessibility=Accessibility.FULL,
            waiting_time="Termin in etwa 2 Wochen",
            papers_needed="Ausweis, Meldebescheinigung oder Postadresse, Kontoauszüge der letzten 3 Monate",
            experience=Experience.SOME,
            stage=Stage.COOPERATING,
        ),
        [("Frauke Jessen", "Beauftragte für Chancengleichheit", ""), ("Henning Paulsen", "Fallmanagement", "")],
        ("katrin",),
    ),
    DemoPartner(
        "schulden",
        "emre",
        _facts(
            "Schuldner*innenberatung Leuchtfeuer",
            "schuldnerberatung",
            "schulden budget konto",
            "de ro bg",
            street="Lotsengang 7",
            phone="030 23125 640",
            hours="Mo, Mi 9–13; Do 14–18",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            accessibility=Accessibility.PARTLY,
            waiting_time="offene Sprechstunde Do, sonst 4 Wochen",
            papers_needed="Alle Briefe, auch ungeöffnete",
            experience=Experience.MUCH,
            stage=Stage.COOPERATING,
            note="Gehen ruhig und ohne Fragen nach dem Warum heran. Bei Pfändung am selben Tag anrufen.",
        ),
        [("Silke Brodersen", "Beratung", "de"), ("Mihai Rusu", "Beratung", "ro")],
        ("jana",),
    ),
    DemoPartner(
        "schulden2",
        "ines",
        _facts(
            "Schuldnerhilfe Hafenviertel",
            "schuldnerberatung",
            "schulden",
            "de",
            street="Kaistraße 12",
            hours="Di 10–12",
            cost=Cost.FREE,
        ),
    ),
    DemoPartner(
        "recht",
        "petra",
        _facts(
            "Kanzlei Thomsen & Radeva",
            "rechtsberatung",
            "aufenthalt strafrecht_gewalt arbeitsverhaeltnis",
            "de bg en",
            street="Ratsplatz 2",
            phone="030 23125 660",
            hours="Do 15–18",
            hours_note="Rechtssprechstunde für uns, ohne Termin",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            accessibility=Accessibility.FULL,
            experience=Experience.MUCH,
            stage=Stage.COOPERATING,
        ),
        [("Elena Radeva", "Rechtsanwältin, Aufenthalt", "bg de")],
    ),
    DemoPartner(
        "gesundheitsamt",
        "selin",
        _facts(
            "Gesundheitsamt Ankerstadt, Sprechstunde sexuelle Gesundheit",
            "gesundheitsamt",
            "medizin sti_safer_sex gyn_schwangerschaft prep_pep",
            "de en ro es",
            street="Deichstraße 9",
            hours="Di 13–17; Fr 9–12",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            accessibility=Accessibility.FULL,
            experience=Experience.MUCH,
            stage=Stage.COOPERATING,
        ),
        [("Dr. Birte Lund", "Ärztin", "de en"), ("Carmen Ortega", "Sozialarbeit", "es")],
        ("jana", "katrin"),
    ),
    DemoPartner(
        "clearing",
        "selin",
        _facts(
            "Clearingstelle Krankenversicherung",
            "clearingstelle",
            "kv",
            "de en ro bg",
            street="Deichstraße 11",
            hours="Mo–Do 10–13",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            experience=Experience.SOME,
            stage=Stage.INFORMED,
        ),
        [("Arne Matthiesen", "Beratung", "")],
    ),
    DemoPartner(
        "gyn",
        "katrin",
        _facts(
            "Frauenarztpraxis am Ring",
            "arztpraxis",
            "gyn_schwangerschaft",
            "de pl",
            street="Ringstraße 30",
            hours="Mi 16–18",
            hours_note="freie Sprechstunde, auch ohne Karte",
            cost=Cost.PARTLY,
            insurance_needed=Known.UNKNOWN,
            experience=Experience.SOME,
            stage=Stage.INFORMED,
        ),
        [("Praxisteam", "Anmeldung", "pl")],
    ),
    DemoPartner(
        "wohnen",
        "jana",
        _facts(
            "Notunterkunft Alte Werft",
            "wohnungslosenhilfe",
            "wohnen_akut meldung_postadresse",
            "de en",
            street="Werftallee 1",
            phone="030 23125 680",
            hours="Mo–So 17–23",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            experience=Experience.NONE,
            stage=Stage.CONTACTED,
        ),
        [("Olaf Petersen", "Leitung", "")],
    ),
    DemoPartner(
        "genossenschaft",
        "katrin",
        _facts(
            "Wohnungsgenossenschaft Nordkante eG",
            "wohnungsgenossenschaft",
            "wohnungssuche mietvertrag",
            "de",
            cost=Cost.PAID,
            preconditions="Genossenschaftsanteil, in Raten möglich",
            stage=Stage.INFORMED,
        ),
        [("Wiebke Clausen", "Vermietung", "")],
    ),
    DemoPartner(
        "migration",
        "emre",
        _facts(
            "Migrationsberatung Brücke",
            "migrationsberatung",
            "aufenthalt familiennachzug anerkennung deutsch",
            "de ro bg tr ru uk",
            street="Marktgang 5",
            hours="Mo–Fr 9–12",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            insurance_needed=Known.NO,
            experience=Experience.SOME,
            stage=Stage.COOPERATING,
        ),
        [("Nadia Horbal", "Beratung", "uk ru"), ("Ioana Stan", "Beratung", "ro")],
        ("petra",),
    ),
    DemoPartner(
        "vhs",
        "ines",
        _facts(
            "Volkshochschule Ankerstadt",
            "vhs",
            "deutsch weiterbildung",
            "de en",
            street="Schulberg 3",
            hours="Mo–Do 9–16",
            cost=Cost.PARTLY,
            german_needed="a1",
            preconditions="Kein Schulabschluss nötig; Einstufung vor Ort",
            stage=Stage.INFORMED,
        ),
        [("Levke Ingwersen", "Deutschkurse", "")],
    ),
    DemoPartner(
        "bildung",
        "jana",
        _facts(
            "Kompass Bildung gGmbH",
            "bildungstraeger",
            "weiterbildung bewerbung orientierung",
            "de",
            cost=Cost.FREE,
            german_needed="a2",
            is_for_target_group=True,
            preconditions="Einstieg jeden Monat, Teilzeit möglich",
            experience=Experience.MUCH,
            stage=Stage.COOPERATING,
        ),
        [("Torben Lassen", "Kursleitung", "")],
    ),
    DemoPartner(
        "sucht",
        "selin",
        _facts(
            "Suchthilfe Ankerstadt",
            "suchthilfe",
            "sucht psyche",
            "de",
            cost=Cost.FREE,
            is_anonymous=Known.YES,
            stage=Stage.DORMANT,
        ),
    ),
    DemoPartner(
        "arbeitgeber",
        "ines",
        _facts(
            "Großküche Wellengang GmbH", "arbeitgeber", "stellensuche arbeitsverhaeltnis", "de ro", german_needed="a1"
        ),
        [("Kirsten Ahlers", "Personal", "")],
    ),
    DemoPartner(
        "runder_tisch",
        "katrin",
        _facts("Runder Tisch Ankerstadt", "netzwerk", "", "de", stage=Stage.COOPERATING),
        [("Gesche Wulff", "Gleichstellungsstelle", "")],
        ("jana",),
    ),
]

MEDIATORS = [
    ("Desislava Koleva", ContactKind.MEDIATOR, "bg ru", None),
    ("Adriana Munteanu", ContactKind.MEDIATOR, "ro", None),
    ("Katalin Vass", ContactKind.MEDIATOR, "hu", None),
    ("Frieda Lorenzen", ContactKind.VOLUNTEER, "de", 200),
    ("Hanno Petri", ContactKind.VOLUNTEER, "de en", None),
]
