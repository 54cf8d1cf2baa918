"""Who works at the Ankerhof and where. All invented; the town, its postcode and the telephone numbers do not exist."""

from dataclasses import dataclass

from umstieg.access.enums import Role
from umstieg.centre.enums import Accessibility, SiteKind

CENTRE = "Fachberatungsstelle Ankerhof"
CARRIER = "Ankerhof e. V."
PASSWORD = "umstieg-demo-2026"
DOMAIN = "ankerhof.example"


@dataclass(frozen=True)
class DemoSite:
    name: str
    kind: str
    address: str
    reachability: str
    accessibility: str


@dataclass(frozen=True)
class DemoTeam:
    name: str
    site: str


@dataclass(frozen=True)
class Person:
    """Somebody who works here. `roles` are (role, key of a team or None); `days` is how long before today she began."""

    key: str
    name: str
    email: str
    roles: tuple[tuple[str, str | None], ...]
    days: int = 900


SITES = {
    "mitte": DemoSite(
        name="Beratungsstelle Mitte",
        kind=SiteKind.COUNSELLING,
        address="Ankerplatz 3, 2. Stock\n00117 Ankerstadt",
        reachability="Mo, Di, Do 10–17 Uhr, Mi 13–19 Uhr, Fr 10–14 Uhr\n030 23125 010, Textnachricht 0171 39200 10\n"
        "Ohne Termin: Mi 15–18 Uhr. Klingel „Ankerhof“.",
        accessibility=Accessibility.FULL,
    ),
    "nord": DemoSite(
        name="Anlaufstelle Nord",
        kind=SiteKind.DROP_IN,
        address="Speicherweg 18, Hinterhaus\n00129 Ankerstadt",
        reachability="Offener Treff Di und Do 12–18 Uhr, Frühstück Sa 10–13 Uhr\n030 23125 020, Textnachricht "
        "0171 39200 20\nBeratung mit Termin Mo bis Fr. Anonym, kostenfrei.",
        accessibility=Accessibility.PARTLY,
    ),
}

TEAMS = {
    "mitte": DemoTeam("Beratung Mitte", "mitte"),
    "nord": DemoTeam("Beratung Nord", "nord"),
    "street": DemoTeam("Streetwork und Anlaufstelle", "nord"),
}

LAND = "SH"

# (key of the site, name, protected). The last one of a site is where the team meets.
ROOMS = (
    ("mitte", "Raum 1", True),
    ("mitte", "Raum 2", True),
    ("mitte", "Küche", False),
    ("nord", "Beratungszimmer", True),
    ("nord", "Offener Treff", False),
)

# Languages in which somebody counsels, besides German.
SPOKEN = {"jana": ("en",), "emre": ("tr", "en"), "petra": ("bg", "ru"), "ines": ("es", "en"), "selin": ("tr", "ro")}

# Ole first: he sets up the centre and adds everybody else.
STAFF = (
    Person("ole", "Ole Hansen", f"ole.hansen@{DOMAIN}", ((Role.ADMIN, None),), 1400),
    Person("ruth", "Ruth Maurer", f"ruth.maurer@{DOMAIN}", ((Role.AUDITOR, None),), 1200),
    Person("katrin", "Katrin Behrens", f"katrin.behrens@{DOMAIN}", ((Role.TEAM_LEAD, "mitte"),), 1380),
    Person("jana", "Jana Lorenz", f"jana.lorenz@{DOMAIN}", ((Role.COUNSELLOR, "mitte"),)),
    Person("emre", "Emre Tan", f"emre.tan@{DOMAIN}", ((Role.COUNSELLOR, "mitte"), (Role.COUNSELLOR, "street"))),
    Person("petra", "Petra Wolf", f"petra.wolf@{DOMAIN}", ((Role.COUNSELLOR, "nord"), (Role.COUNSELLOR, "street"))),
    Person(
        "ines",
        "Ines Roth",
        f"ines.roth@{DOMAIN}",
        ((Role.TEAM_LEAD, "nord"), (Role.TEAM_LEAD, "street"), (Role.COUNSELLOR, "nord")),
        1100,
    ),
    Person("selin", "Selin Aydın", f"selin.aydin@{DOMAIN}", ((Role.OUTREACH_WORKER, "street"),)),
)

# One account per role to try the product with, in the order in which they are shown.
DEMO_ACCOUNTS = (
    (Role.COUNSELLOR, "jana"),
    (Role.TEAM_LEAD, "katrin"),
    (Role.OUTREACH_WORKER, "selin"),
    (Role.ADMIN, "ole"),
    (Role.AUDITOR, "ruth"),
)

# Which counsellor works in which team, with her share of the cases.
CASE_LOAD = {
    ("jana", "mitte"): 30,
    ("emre", "mitte"): 20,
    ("emre", "street"): 6,
    ("petra", "nord"): 14,
    ("petra", "street"): 12,
    ("ines", "nord"): 18,
}


def person(key: str) -> Person:
    return next(one for one in STAFF if one.key == key)


def colleagues(key: str, team: str) -> list[str]:
    """Keys of the other counsellors in a team: who may be named as deputy."""
    return [one.key for one in STAFF if one.key != key and (Role.COUNSELLOR, team) in one.roles]
