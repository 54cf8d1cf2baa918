"""Tables of partners as people have them, and as many rows as one likes."""

from umstieg.core.sheets import Kind, write_sheet

HEADER = (
    "Einrichtung",
    "Art",
    "Themen",
    "Sprachen",
    "Straße",
    "PLZ",
    "Ort",
    "Telefon",
    "E-Mail",
    "Öffnungszeiten",
    "Kosten",
    "Anonym",
    "Ansprechpartner*in",
    "Funktion",
    "Durchwahl",
    "Bemerkungen",
    "Laufende Nr.",
)
KINDS = ("Schuldner*innenberatung", "Jobcenter", "Gesundheitsamt", "Rechtsberatung", "Migrationsberatung")
BROKEN = {  # what is wrong in every so-manieth broken row: {place of the cell: text}
    0: {9: "manchmal"},
    1: {1: "Raumfahrt"},
    2: {3: "Rumänisch, Klingonisch"},
    3: {0: ""},
    4: {8: "keine Adresse"},
    5: {10: "geht so", 11: "vielleicht"},
    6: {7: "0" * 60},
    7: {12: ""},
}


def partner_row(number: int) -> list[str]:
    """A partner like many others."""
    return [
        f"Hilfe für alle {number}",
        KINDS[number % len(KINDS)],
        "Schulden; Wohnungssuche" if number % 2 else "Psychische Gesundheit",
        ("Rumänisch", "Bulgarisch, Deutsch", "englisch / russisch", "")[number % 4],
        f"Am Kai {number}",
        "20457",
        "Hamburg",
        f"040 {100000 + number}",
        f"stelle{number}@example.org",
        "Mo–Do 9–12, 13–16; Fr 9–12" if number % 3 else "",
        "kostenlos" if number % 2 else "",
        "ja" if number % 5 else "nein",
        f"Elif Ärger {number}",
        "Leitung",
        f"040 {200000 + number}",
        f"Ruft zurück, {number}" if number % 2 else "",
        str(number),
    ]


def partner_rows(rows: int, broken: int = 0) -> list[list[str]]:
    """So many partners, some of them with something that cannot be read, spread over the table."""
    found = [partner_row(number) for number in range(1, rows + 1)]
    for place in range(broken):
        row = found[(place * rows) // broken]
        for column, text in BROKEN[place % len(BROKEN)].items():
            row[column] = text
    return found


def partner_table(rows: int, broken: int = 0, kind: Kind = Kind.XLSX) -> bytes:
    """The file."""
    return write_sheet(kind, HEADER, partner_rows(rows, broken))
