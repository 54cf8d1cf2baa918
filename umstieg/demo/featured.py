"""Clients of Jana Lorenz who are described in full, so that her pages always show the same people.

All days count back from today.
"""

from dataclasses import dataclass

from cases.enums import IdentityKind, LanguageLevel, Phase, SessionResult


@dataclass(frozen=True)
class Scripted:
    """A session as it is to read, `ago` days before today at `time`."""

    ago: int
    time: tuple[int, int]
    mode: str
    note: str
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    result: str = SessionResult.HELD
    setting: str = "einzel"
    place: str = ""
    mediator: str = ""


@dataclass(frozen=True)
class Featured:
    pseudonym: str
    nationality: str
    first_language: str
    german: str
    opened: int
    last: int
    last_mode: str
    sessions: int
    phases: tuple[str, ...]
    needs_mediation: bool = False
    gender: str = "weiblich"
    identity: str = IdentityKind.PSEUDONYMOUS
    name: str = ""
    age: int = 31
    channels: tuple[str, ...] = ("TEXT_MESSAGE",)
    contact_rule: str = ""
    avoid: tuple[str, ...] = ()  # topics that would contradict the script
    closed: int | None = None
    closing_reason: str = ""
    script: tuple[Scripted, ...] = ()


# The last weeks of Mara, as the pictures in the documentation show them.
MARA = (
    Scripted(
        28,
        (14, 0),
        "persoenlich_stelle",
        "Drei Ziele vereinbart, auf Deutsch und Rumänisch. Nächstes Evaluationsgespräch in sechs Wochen.\n"
        "In Maras Worten: „Ein Konto auf meinen Namen. Und später mit Pflanzen arbeiten, nicht nachts.“",
        minutes=75,
        topics=("umstieg_allgemein", "konto", "orientierung"),
        setting="evaluationsgespraech",
        mediator="M. Dinu",
    ),
    Scripted(21, (11, 0), "persoenlich_stelle", "Neuer Termin vereinbart.", result=SessionResult.NOT_HELD),
    Scripted(
        17,
        (9, 30),
        "begleitung",
        "Einzug in die Übergangswohnung, Zimmer 2. Wohnen ist damit vorläufig geregelt. Verlängerung rechtzeitig "
        "klären.",
        minutes=120,
        topics=("wohnen_akut", "meldung_postadresse"),
        place="Übergangswohnung",
    ),
    Scripted(
        7,
        (10, 0),
        "persoenlich_stelle",
        "Brief der Krankenkasse gemeinsam gelesen, es geht um eine Nachzahlung. Mara möchte zuerst das Konto.\n"
        "Anmeldung in der Übergangswohnung besprochen: Bescheinigung fehlt noch.",
        minutes=60,
        topics=("konto", "kv", "meldung_postadresse"),
        mediator="M. Dinu",
    ),
    Scripted(
        4,
        (13, 20),
        "textnachricht",
        "Treffpunkt für die Bank bestätigt. Mara bringt Pass und den Brief der Krankenkasse mit.",
        minutes=5,
        topics=("konto",),
    ),
)

GTK, STAB, ORI = Phase.GETTING_TO_KNOW, Phase.STABILISATION, Phase.ORIENTATION
QUALI, JOB, AFTER = Phase.QUALIFICATION, Phase.JOB_SEARCH, Phase.FOLLOW_UP

FEATURED = (
    Featured(
        "Mara",
        "ro",
        "ro",
        LanguageLevel.A2,
        143,
        4,
        "textnachricht",
        41,
        (GTK, STAB),
        needs_mediation=True,
        age=29,
        contact_rule="nur Textnachricht, werktags 10–14 Uhr, keine Mailbox, kein Anruf. Absender „Jana“.",
        avoid=(
            "konto",
            "wohnen_akut",
            "wohnungssuche",
            "meldung_postadresse",
            "steuer_id",
            "arbeit_in_sexarbeit",
            "prostschg",
            "beziehung",
            "sucht",
            "trauma",
            "strafrecht_gewalt",
        ),
        script=MARA,
    ),
    Featured(
        "Ilinca", "ro", "ro", LanguageLevel.A1, 196, 3, "persoenlich_stelle", 24, (GTK, STAB), needs_mediation=True
    ),
    Featured(
        "Jo",
        "de",
        "de",
        LanguageLevel.FIRST,
        12,
        3,
        "telefon",
        2,
        (GTK,),
        gender="divers",
        identity=IdentityKind.ANONYMOUS,
        age=24,
        channels=("CALL",),
        contact_rule="meldet sich selbst, Kennwort am Telefon",
    ),
    Featured(
        "Stela",
        "bg",
        "bg",
        LanguageLevel.A2,
        92,
        1,
        "persoenlich_stelle",
        14,
        (GTK, STAB),
        needs_mediation=True,
        age=34,
    ),
    Featured(
        "Nadja", "ua", "uk", LanguageLevel.B1, 640, 18, "textnachricht", 52, (GTK, STAB, ORI, QUALI, JOB, AFTER), age=38
    ),
    Featured(
        "Thida", "th", "th", LanguageLevel.A1, 305, 9, "persoenlich_stelle", 26, (GTK, STAB, ORI, QUALI), True, age=45
    ),
    Featured(
        "Daria",
        "pl",
        "pl",
        LanguageLevel.B1,
        370,
        6,
        "telefon",
        19,
        (GTK, STAB, ORI),
        identity=IdentityKind.NAMED,
        name="Daria Zawada",
        age=41,
    ),
    Featured(
        "Rafael",
        "es",
        "es",
        LanguageLevel.B1,
        230,
        11,
        "persoenlich_stelle",
        21,
        (GTK, STAB, ORI, JOB),
        gender="maennlich",
        identity=IdentityKind.NAMED,
        name="Rafael Serrano",
        age=27,
        channels=("MESSENGER", "EMAIL"),
    ),
    Featured("Aylin", "de", "tr", LanguageLevel.C1, 420, 13, "persoenlich_stelle", 17, (GTK, STAB, ORI), age=23),
    Featured(
        "Valentina",
        "es",
        "es",
        LanguageLevel.A1,
        410,
        74,
        "textnachricht",
        15,
        (GTK, STAB),
        needs_mediation=True,
        contact_rule="nur Textnachricht, 10–14 Uhr",
    ),
    Featured("Kim", "de", "de", LanguageLevel.FIRST, 280, 63, "brief", 8, (GTK, STAB), channels=("POST",), age=36),
    Featured(
        "Elena",
        "ro",
        "ro",
        LanguageLevel.B2,
        590,
        54,
        "persoenlich_stelle",
        44,
        (GTK, STAB, ORI, QUALI, JOB, AFTER),
        age=33,
        identity=IdentityKind.NAMED,
        name="Elena Stoica",
        closed=54,
        closing_reason="ziele_erreicht",
    ),
)
