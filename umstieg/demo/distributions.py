"""Shares of the demo centre, and dealing them out so that they hold to the letter and not only on average.

Nationality and age follow the published prostitution statistics of 2022 to 2024, volumes those of a medium centre with
three to five posts; sessions per client are an assumption (median about 6, mean about 9, at most 60).
"""

import math
from collections import Counter
from statistics import NormalDist

from cases.enums import ChannelKind, IdentityKind, LanguageLevel, Phase, SessionResult

NATIONALITY = {
    "ro": 38,
    "bg": 13,
    "de": 16,
    "es": 6,
    "hu": 5,
    "pl": 4.5,
    "th": 3,
    "ua": 2,
    "ru": 2,
    "tr": 2,
    "ng": 1.5,
    "br": 1.5,
    "rs": 1,
    "": 3.5,
    "keine_angabe": 1,
}
GENDER = {"weiblich": 88, "maennlich": 5, "divers": 4, "": 3}
IDENTITY = {IdentityKind.ANONYMOUS: 20, IdentityKind.PSEUDONYMOUS: 55, IdentityKind.NAMED: 25}
AGE_BAND = {(18, 20): 3, (21, 26): 19, (27, 34): 31, (35, 44): 26, (45, 53): 16, (54, 63): 5}
GERMAN = {
    LanguageLevel.NONE: 20,
    LanguageLevel.A1: 26,
    LanguageLevel.A2: 26,
    LanguageLevel.B1: 17,
    LanguageLevel.B2: 8,
    LanguageLevel.C1: 3,
}
CHANNELS = {0: 15, 1: 60, 2: 25}
CHANNEL_KIND = {
    ChannelKind.TEXT_MESSAGE: 44,
    ChannelKind.MESSENGER: 22,
    ChannelKind.CALL: 18,
    ChannelKind.EMAIL: 7,
    ChannelKind.POST: 4,
    ChannelKind.PERSON: 3,
    ChannelKind.ONLINE: 2,
}
ACCESS_ROUTE = {
    "aufsuchend": 24,
    "anlaufstelle": 15,
    "klientin": 13,
    "mundpropaganda": 9,
    "gesundheitsamt": 8,
    "online_aufsuchend": 7,
    "website_social": 6,
    "fachberatungsstelle": 5,
    "flyer_material": 3,
    "jobcenter": 2,
    "frauenhaus": 2,
    "arztpraxis_klinik": 2,
    "wohnungslosenhilfe": 1,
    "migrationsberatung": 1,
    "ordnungsamt_anmeldung": 1,
    "": 1,
}
CLOSING_REASON = {
    "ziele_erreicht": 26,
    "kein_kontakt_mehr": 23,
    "einvernehmlich": 18,
    "weitervermittelt": 11,
    "wunsch_klient": 9,
    "umzug": 7,
    "rueckkehr_herkunftsland": 4,
    "nicht_zustaendig": 2,
}
# Days since the last contact of a running case.
SILENCE = {(1, 7): 38, (8, 14): 24, (15, 30): 20, (31, 58): 11, (61, 92): 7}
RESULT = {
    SessionResult.HELD: 85,
    SessionResult.NOT_HELD: 8,
    SessionResult.POSTPONED: 3,
    SessionResult.CANCELLED_BY_CLIENT: 3,
    SessionResult.CANCELLED_BY_CENTRE: 1,
}
MODE = {
    "persoenlich_stelle": 40,
    "telefon": 18,
    "textnachricht": 13,
    "begleitung": 10,
    "anlaufstelle_offen": 6,
    "aufsuchend": 5,
    "email": 3,
    "video": 3,
    "chat_forum": 1,
    "brief": 1,
}
MINUTES = {
    "persoenlich_stelle": (30, 45, 45, 60, 60, 60, 75, 90),
    "telefon": (5, 10, 10, 15, 20, 30),
    "textnachricht": (5, 5, 5, 10),
    "begleitung": (60, 75, 90, 90, 120, 150),
    "anlaufstelle_offen": (10, 15, 20, 30),
    "aufsuchend": (10, 15, 20, 30, 45),
    "email": (5, 10, 15),
    "video": (20, 30, 45),
    "chat_forum": (10, 15, 20),
    "brief": (10, 15),
}
# Topics of a phase by weight; a note is taken from the ones of the same topic.
TOPICS = {
    Phase.GETTING_TO_KNOW: {
        "umstieg_allgemein": 1,
        "existenz": 1,
        "arbeit_in_sexarbeit": 1,
        "sicherheit": 1,
        "ressourcen": 1,
        "kv": 1,
        "dokumente": 1,
        "wohnen_akut": 1,
        "sti_safer_sex": 1,
        "prostschg": 1,
        "meldung_postadresse": 1,
    },
    Phase.STABILISATION: {
        "konto": 3,
        "kv": 4,
        "meldung_postadresse": 3,
        "leistungen": 4,
        "dokumente": 3,
        "schulden": 2,
        "budget": 2,
        "wohnen_akut": 2,
        "wohnungssuche": 3,
        "medizin": 2,
        "gyn_schwangerschaft": 1,
        "psyche": 2,
        "aufenthalt": 2,
        "kinder_familie": 3,
        "familiennachzug": 1,
        "steuer_id": 1,
        "existenz": 2,
        "beziehung": 1,
        "sicherheit": 1,
        "sucht": 1,
        "trauma": 1,
        "strafrecht_gewalt": 1,
    },
    Phase.ORIENTATION: {
        "orientierung": 2,
        "ressourcen": 1,
        "deutsch": 2,
        "anerkennung": 1,
        "umstieg_allgemein": 1,
        "kinder_familie": 1,
        "freizeit_kontakte": 1,
        "lebensfuehrung": 1,
        "wohnungssuche": 1,
        "budget": 1,
        "rueckkehr_herkunftsland": 1,
    },
    Phase.QUALIFICATION: {
        "deutsch": 2,
        "weiterbildung": 2,
        "anerkennung": 1,
        "lebensfuehrung": 1,
        "leistungen": 1,
    },
    Phase.JOB_SEARCH: {
        "bewerbung": 2,
        "lebenslauf_sexarbeit": 1,
        "stellensuche": 2,
        "arbeitsverhaeltnis": 1,
        "selbststaendigkeit": 1,
        "deutsch": 1,
        "diskriminierung": 1,
    },
    Phase.FOLLOW_UP: {
        "arbeitsverhaeltnis": 2,
        "lebensfuehrung": 1,
        "freizeit_kontakte": 1,
        "mietvertrag": 1,
        "steuern": 1,
        "budget": 1,
        "schulden": 1,
    },
}
CHILDREN_SHARE = 0.35
CLOSED_SHARE = 1 / 3
SECOND_CASE_SHARE = 1 / 20
CORRECTED_SHARE = 1 / 40
SESSIONS_MEDIAN, SESSIONS_MEAN, SESSIONS_MOST = 6, 9, 60


def counts(shares: dict, total: int) -> dict:
    """Whole numbers that add up to `total` in the proportion of `shares` (largest remainder)."""
    whole = sum(shares.values())
    exact = {key: total * share / whole for key, share in shares.items()}
    dealt = {key: math.floor(value) for key, value in exact.items()}
    by_rest = sorted(exact, key=lambda key: dealt[key] - exact[key])
    for key in by_rest[: total - sum(dealt.values())]:
        dealt[key] += 1
    return dealt


def pick(rng, shares: dict):
    """One value by weight, where the exact share does not matter."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]


class Deck:
    """A shuffled pile of values in exact proportion. What a described client needs is taken out of it first."""

    def __init__(self, rng, shares: dict, total: int):
        self.cards = list(Counter(counts(shares, total)).elements())
        rng.shuffle(self.cards)

    def draw(self):
        return self.cards.pop()

    def take(self, value):
        """Hand out this very value, from the pile if it is still there; the pile shrinks by one either way."""
        self.cards.pop(self.cards.index(value) if value in self.cards else -1)
        return value


def session_counts(total: int) -> list[int]:
    """Sessions of `total` cases, ascending: the quantiles of a lognormal distribution with that median and mean."""
    sigma = math.sqrt(2 * math.log(SESSIONS_MEAN / SESSIONS_MEDIAN))
    normal = NormalDist()
    quantiles = (normal.inv_cdf((place + 0.5) / total) for place in range(total))
    return [min(SESSIONS_MOST, max(1, round(SESSIONS_MEDIAN * math.exp(sigma * z)))) for z in quantiles]
