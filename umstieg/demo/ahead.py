"""Texts and times of what is going on: tasks, appointments, notices. Invented like everybody here.

Days count from today: 0 today, -1 the working day before.
"""

import datetime

from cases.enums import Phase

FIRST_STATUS = ("aktiv", "aktiv", "gelegentlich", "umstiegswunsch", "umstiegswunsch", "pausiert")
STATUS_WITH = {
    Phase.ORIENTATION: ("umstiegswunsch",),
    Phase.QUALIFICATION: ("im_umstieg",),
    Phase.JOB_SEARCH: ("im_umstieg",),
    Phase.FOLLOW_UP: ("umgestiegen",),
}
OUTCOMES_WITH = {
    Phase.STABILISATION: ("kv", "leistungsbezug"),
    Phase.ORIENTATION: ("wohnung", "stabilisiert", "schulden_geregelt"),
    Phase.QUALIFICATION: ("sprachkurs", "qualifizierung"),
    Phase.JOB_SEARCH: ("minijob",),
    Phase.FOLLOW_UP: ("arbeit_sv", "sexarbeit_beendet"),
}

TASKS = (
    "Bescheid prüfen, Frist im Blick behalten",
    "Rückruf bei der Krankenkasse",
    "Unterlagen fürs Jobcenter zusammenstellen",
    "Termin bei der Schuldner*innenberatung anfragen",
    "Nachfragen, ob der Brief angekommen ist",
    "Sprachmittlung für den nächsten Termin klären",
    "Kursplatz Deutsch anfragen",
    "Lebenslauf gemeinsam durchsehen",
    "Besichtigung vereinbaren",
    "Kopien der Unterlagen mitgeben",
    "Wegen der Postadresse nachfragen",
    "Ziele in Ruhe durchgehen",
)
NOTES = (
    "Brief vom Jobcenter ist angekommen: Unterlagen bis Monatsende nachreichen.",
    "Rückmeldung der Krankenkasse: Mitgliedschaft ist bestätigt, Karte folgt.",
    "Anruf der Kita: Platz ab dem nächsten Ersten möglich.",
    "Vermieter*in hat zurückgerufen, die Wohnung ist leider vergeben.",
)
MODES = ("persoenlich_stelle", "persoenlich_stelle", "persoenlich_stelle", "telefon", "begleitung", "video")
TIMES = (
    {"is_blocked": True, "weekdays": [0, 1, 2, 3, 4], "begins": datetime.time(7, 0), "ends": datetime.time(10, 0)},
    {"is_blocked": False, "weekdays": [0, 1, 2, 3, 4], "begins": datetime.time(11, 0), "ends": datetime.time(15, 0)},
    {"is_blocked": False, "weekdays": [1, 3], "begins": datetime.time(13, 0), "ends": datetime.time(17, 0)},
    {"is_blocked": True, "weekdays": [4], "begins": datetime.time(0, 0), "ends": datetime.time(23, 59)},
)

# pseudonym: (days ahead, time, mode, minutes, facts)
JANAS_APPOINTMENTS = {
    "Mara": (
        (
            0,
            (11, 15),
            "begleitung",
            90,
            {"title": "Basiskonto", "place": "Bank, Haupteingang", "mediation_language": "ro", "mediator": "M. Dinu"},
        ),
    ),
    "Stela": ((0, (16, 0), "persoenlich_stelle", 60, {"mediation_language": "bg", "mediator": ""}),),
    "Daria": ((2, (10, 0), "persoenlich_stelle", 60, {"title": "Widerspruch durchsprechen"}),),
    "Thida": ((3, (10, 0), "persoenlich_stelle", 60, {"mediation_language": "th", "mediator": ""}),),
    "Rafael": ((-1, (15, 0), "telefon", 30, {"title": "Rückmeldung zur Bewerbung"}),),
}
JANAS_TASKS = {
    "Ilinca": (("Nachzahlung mit der Krankenkasse klären", -3),),
    "Daria": (("Widerspruch an das Jobcenter abschicken", 0),),
    "Nadja": (("Nachfragen, wie der erste Monat im neuen Beruf war", 0),),
    "Stela": (("Vermieter*in zurückrufen, Besichtigung am Monatsersten", 0),),
    "Thida": (("Sprachmittlung für Donnerstag bestätigen", 1),),
    "Mara": (
        ("Bescheinigung für die Anmeldung ausstellen", 1),
        ("Zimmer: Verlängerung klären", 69),
    ),
}
PERSONAL_NOTES = (
    ("Ilinca", "Beim nächsten Mal langsamer. Mein Eindruck: Die Briefe machen Angst, nicht die Behörde."),
    ("Daria", "In der Supervision ansprechen: Wie viel rate ich, wie viel höre ich zu?"),
)
# (from, to, kind, working days ago, time, minutes, who, text)
NOTICES = (
    (
        "selin",
        "emre",
        "NEED",
        1,
        datetime.time(21, 30),
        None,
        "",
        "Auf der Tour sagte jemand, sie sei bei dir gewesen und möchte wieder kommen, traut sich aber nicht anzurufen.",
    ),
    (
        "emre",
        "jana",
        "WALK_IN",
        1,
        datetime.time(15, 20),
        20,
        "Ilinca",
        "War ohne Termin da, hatte einen Brief der Krankenkasse dabei. Kopie liegt in deinem Fach, kommt wieder.",
    ),
    (
        "katrin",
        "jana",
        "CALLED",
        0,
        datetime.time(8, 40),
        5,
        "",
        "Anruf einer Frau auf Rumänisch, sie meldet sich heute Nachmittag noch einmal. Wollte keinen Namen sagen.",
    ),
)
DRAFTS = (
    ("Ilinca", "Brief der Krankenkasse gelesen, es geht um die Zeit vor der Anmeldung. Wir rechnen gemeinsam"),
    ("Jo", "Meldet sich morgen wieder."),
)

# Who may look beside the contact person: for how many days, and why; how many cases the lead has left for later.
READS_ON_DAYS, HANDED_OVER = 20, "Übergabe wegen der Sprache, Fragen der nächsten Wochen"
STANDS_IN_DAYS, STANDS_IN = 10, "Urlaub"
LEFT_TO_REVIEW = 12
