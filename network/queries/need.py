"""A need as somebody says it: "Schuldner*innenberatung, Rumänisch, kostenlos, anonym, donnerstags".

What is understood becomes a wish with its reason to fit; what is not is looked for as a word. Nothing is refused.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import terms
from network.enums import Cost, Known, Stage, TermKind, Weekday
from umstieg.centre.enums import Accessibility
from umstieg.codelists.queries import Labels, keys_of
from umstieg.core.kept import kept
from umstieg.core.wording import spellings, words_of

LANGUAGES = ("de", "en")
MOST_WORDS = 4  # of a phrase that is understood as one
MOST_WISHES = 12
LONGEST = 200
AWAKE = "AWAKE"  # instead of a stage: every one but dormant
FILLERS = frozenset(
    re.findall(
        r"\w+",
        """in im auf fur fuer und oder mit mir ist am an ein eine einen der die das den bei zu zur zum wer wo wir ich
        spricht sprechen offen geoffnet geoeffnet moglich moeglich hilft hilfe bitte finde suche brauche kostet
        heute nacht nachts jetzt
        and or for with on at a an the who speaks open find""",
    )
)
CODES = {"art": "partner_type", "thema": "topic", "sprache": "language"}
FREE, ANONYMOUS, ACCESSIBLE, UNINSURED, TARGET_GROUP = "free", "anonymous", "accessible", "uninsured", "target_group"
# Sign: (what is said of it, what is looked at, what fits, what may turn out to fit, how people say it). Looked at is a
# column of the organisation or a kind of term.
SIGNS = {
    FREE: (
        gettext_lazy("free of charge"),
        "cost",
        {Cost.FREE},
        {Cost.UNKNOWN, Cost.PARTLY},
        "kostenlos,kostenfrei,gratis,umsonst,gebührenfrei,kostenlose,free,free of charge",
    ),
    ANONYMOUS: (
        gettext_lazy("anonymous possible"),
        "is_anonymous",
        {Known.YES},
        {Known.UNKNOWN},
        "anonym,anonyme,anonymes,ohne Namen,ohne Name,anonymous,anonymous possible,anonymously",
    ),
    ACCESSIBLE: (
        gettext_lazy("barrier-free"),
        TermKind.ACCESS,
        {Accessibility.FULL},
        {Accessibility.PARTLY, Accessibility.UNKNOWN, terms.UNKNOWN},
        "barrierefrei,barrierefreie,rollstuhlgerecht,rollstuhl,accessible,barrier-free,wheelchair",
    ),
    UNINSURED: (
        gettext_lazy("without health insurance"),
        "insurance_needed",
        {Known.NO},
        {Known.UNKNOWN},
        "ohne Krankenversicherung,ohne Versicherung,nicht versichert,unversichert,uninsured,without insurance,"
        "without health insurance",
    ),
    TARGET_GROUP: (
        gettext_lazy("made for our target group"),
        "is_for_target_group",
        {True},
        set(),
        "zielgruppe,für unsere Zielgruppe,zielgruppenspezifisch,for our target group",
    ),
}
# Words people use that stand in no label: (kind of list, key of the code): words.
SYNONYMS = {
    (
        "partner_type",
        "rechtsberatung",
    ): "legal advice,Rechtshilfe,Anwalt,Anwältin,Anwälte,Rechtsanwalt,Rechtsanwältin,Juristin",
    ("partner_type", "schuldnerberatung"): "Schulden,Schuldnerhilfe,Schuldenberatung,debt counselling",
    ("partner_type", "arztpraxis"): "Frauenarzt,Frauenärztin,Arzt,Ärztin,Gynäkologin,Arztpraxis,gynecologist",
    ("partner_type", "psychotherapie"): "Therapie,Psychotherapie,Psychologin,Traumatherapie",
    ("partner_type", "wohnungslosenhilfe"): (
        "Notunterkunft,Obdachlosenhilfe,Obdach,Schlafplatz,Notschlafstelle,Übernachtung,Unterkunft,shelter"
    ),
    ("partner_type", "sprachmittlung"): "Dolmetscher,Dolmetscherin,Sprachmittler,interpreter",
    ("partner_type", "suchthilfe"): "Drogenberatung,Suchtberatung,Entgiftung",
    ("partner_type", "steuerberatung"): "Steuern,Steuerberater",
    ("topic", "deutsch"): "Deutschkurs,Sprachkurs,Deutsch lernen",
    ("topic", "konto"): "Konto eröffnen,Bankkonto,Girokonto",
    ("topic", "wohnungssuche"): "Wohnung,Wohnung finden,Zimmer",
}


@dataclass(frozen=True)
class Wish:
    """One thing that is wanted. `fits` are terms of which one must be there, `asks` those worth a question.

    With `column` they are values of that column of the organisation instead. `said` is how it was typed.
    """

    label: str
    fits: frozenset = frozenset()
    asks: frozenset = frozenset()
    column: str = ""
    word: str = ""  # looked for as the beginning of a word instead
    said: str = field(default="", compare=False)

    @property
    def is_word(self) -> bool:
        return bool(self.word)


@dataclass
class Need:
    """All that is wanted at once, and what was chosen where, for the form."""

    text: str = ""
    kind: str = ""
    topic: str = ""
    language: str = ""
    day: str = ""
    signs: list[str] = field(default_factory=list)
    stage: str = ""
    gone: bool = False
    wishes: list[Wish] = field(default_factory=list)

    @property
    def narrows(self) -> bool:
        return bool(self.wishes or self.stage or self.gone)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(name, value) pairs from which `need_of` makes the same need."""
        pairs = [
            ("q", self.text),
            ("art", self.kind),
            ("thema", self.topic),
            ("sprache", self.language),
            ("tag", self.day),
            *(("zeichen", sign) for sign in self.signs),
            ("stand", self.stage),
            ("weg", "1" if self.gone else ""),
        ]
        return [(name, value) for name, value in pairs if value]

    def without(self, place: str) -> list[tuple[str, str]]:
        """The same pairs, one of the wishes left out wherever it was chosen or typed.

        `place` is its number on the page; what is no such number leaves out nothing.
        """
        if not (place.isascii() and place.isdigit() and len(place) < 3 and int(place) < len(self.wishes)):
            return self.parameters
        wish = self.wishes[int(place)]
        typed = ", ".join(one.said for one in understood(self.text) if one != wish)
        chosen = [pair for pair in self.parameters if pair[0] != "q" and _chosen(*pair) != wish]
        return [("q", typed), *chosen] if typed else chosen


def stage_choices() -> list[tuple[str, str]]:
    """What can be chosen as the stage of a cooperation."""
    return [(AWAKE, _("all but dormant ones")), *Stage.choices]


def need_of(parameters) -> Need:
    """The need of an address; anything unknown narrows nothing."""
    chosen = {
        "kind": _one_of(parameters.get("art"), keys_of("partner_type")),
        "topic": _one_of(parameters.get("thema"), keys_of("topic")),
        "language": _one_of(parameters.get("sprache"), keys_of("language")),
        "day": _one_of(parameters.get("tag"), [str(one) for one in Weekday.values]),
    }
    signs = [sign for sign in SIGNS if sign in parameters.getlist("zeichen")]
    text = " ".join(parameters.get("q", "").replace("\x00", " ").split())[:LONGEST]
    stage = _one_of(parameters.get("stand"), [AWAKE, *Stage.values])
    need = Need(text=text, signs=signs, stage=stage, gone=parameters.get("weg") == "1", **chosen)
    need.wishes += [wish for pair in need.parameters if (wish := _chosen(*pair))]
    need.wishes += [wish for wish in understood(text) if wish not in need.wishes]
    need.wishes = list(dict.fromkeys(need.wishes))[:MOST_WISHES]
    return need


def understood(text: str) -> list[Wish]:
    """What a text asks for, phrase by phrase; the longest known phrase counts."""
    found = []
    for phrase in re.split(r"[,;]|\s+[-–+&]\s+", text):
        tokens = phrase.split()
        while tokens:
            for length in range(min(MOST_WORDS, len(tokens)), 0, -1):
                wish = _known(" ".join(tokens[:length]))
                if wish:
                    break
            else:
                length, wish = 1, _word_wish(tokens[0])
            if wish and wish not in found:
                found.append(replace(wish, said=" ".join(tokens[:length])))
            tokens = tokens[length:]
    return found


def _chosen(name, value):
    """The wish of what was chosen instead of typed; None of what is none."""
    if name in CODES:
        of = CODES[name]
        return _code_wish(of, value, Labels(of))
    if name == "tag":
        return _day_wish(int(value))
    return _sign_wish(value) if name == "zeichen" else None


def _known(phrase):
    meanings = vocabulary()
    hits = [
        hit for spelled in spellings(phrase.strip("".join(".!?\"'„“"))) for hit in meanings.get(_plain(spelled), ())
    ]
    if not hits:
        return None
    codes = [hit for hit in dict.fromkeys(hits) if hit[0] in ("partner_type", "topic")]
    if codes:  # a kind of partner and a topic often bear the same name: either will do
        labels = Labels("partner_type", "topic")
        fits = frozenset(
            (TermKind.KIND if of == "partner_type" else TermKind.TOPIC, key) for of, key in codes
        ) | frozenset((TermKind.WORD, word) for word in words_of(phrase) if " " not in phrase.strip())
        return Wish(" / ".join(dict.fromkeys(labels(*code) for code in codes)), fits)
    of, key = hits[0]
    if of == "language":
        return _code_wish("language", key, Labels("language"))
    return _day_wish(int(key)) if of == "day" else _sign_wish(key)


def _word_wish(token):
    folded = sorted(words_of(token), key=len, reverse=True)
    if not folded or set(folded) <= FILLERS:
        return None
    return Wish(label=f"„{token.strip(',.;')}“", word=token)


def _code_wish(of, key, labels):
    kind = {"partner_type": TermKind.KIND, "topic": TermKind.TOPIC, "language": TermKind.LANGUAGE}[of]
    asks = frozenset({(TermKind.LANGUAGE, terms.UNKNOWN)}) if of == "language" else frozenset()
    label = labels(of, key)
    return Wish(
        _("speaks %(language)s") % {"language": label} if of == "language" else label, frozenset({(kind, key)}), asks
    )


def _day_wish(number):
    label = _("open on %(day)s") % {"day": Weekday(number).label}
    return Wish(label, frozenset({(TermKind.DAY, str(number))}), frozenset({(TermKind.DAY, terms.UNKNOWN)}))


def _sign_wish(sign):
    label, place, fits, asks, _words = SIGNS[sign]
    if isinstance(place, TermKind):
        fits, asks = ({(place, str(value)) for value in values} for values in (fits, asks))
        return Wish(str(label), frozenset(fits), frozenset(asks))
    return Wish(str(label), frozenset(fits), frozenset(asks), column=place)


@kept("network_vocabulary")
def vocabulary() -> dict[str, tuple]:
    """{folded phrase: ((list, key), …)}: the labels of the lists in both languages, and how people say it."""
    found = defaultdict(dict)

    def say(text, meaning):
        for spelled in spellings(text):
            found[_plain(spelled)][meaning] = True

    for language in LANGUAGES:
        labels = Labels("partner_type", "topic", "language", language=language)
        for of in ("partner_type", "topic", "language"):
            for key in keys_of(of, known_only=True):
                label = labels(of, key)
                for part in {label, *re.split(r"\s*[,/]\s+|\s*\(", label)}:
                    say(part.rstrip(")"), (of, key))
    for meaning, words in SYNONYMS.items():
        for word in words.split(","):
            say(word, meaning)
    for day, words in enumerate(
        ("Montag,montags,am Mo,Monday", "Dienstag,dienstags,am Di,Tuesday", "Mittwoch,mittwochs,am Mi,Wednesday")
        + (
            "Donnerstag,donnerstags,am Do,Thursday",
            "Freitag,freitags,am Fr,Friday",
            "Samstag,samstags,Sonnabend,Saturday",
        )
        + ("Sonntag,sonntags,Sunday",)
    ):
        for word in words.split(","):
            say(word, ("day", str(day)))
    for sign, (*_rest, words) in SIGNS.items():
        for word in words.split(","):
            say(word, ("sign", sign))
    return {phrase: tuple(meanings) for phrase, meanings in found.items() if phrase}


def _plain(folded):
    return " ".join(re.findall(r"\w+", folded))


def _one_of(value, known) -> str:
    return value if value in known else ""
