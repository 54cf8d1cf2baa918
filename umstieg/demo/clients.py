"""Drawing the clients: who they are, what they speak, how they may be reached."""

from cases.enums import PHONE_CHANNELS, ChannelKind, IdentityKind, LanguageLevel
from cases.pseudonyms import WORDS
from umstieg.core.blindindex import fold

from . import distributions as share
from . import names, texts
from .people import person
from .plan import ClientPlan

LITTLE_GERMAN = (LanguageLevel.NONE, LanguageLevel.A1)


class ClientDrawer:
    """Deals `total` clients in the shares of the centre, first the described ones, then the others."""

    def __init__(self, rng, total):
        self.rng = rng
        self.nationality = share.Deck(rng, share.NATIONALITY, total)
        self.gender = share.Deck(rng, share.GENDER, total)
        self.identity = share.Deck(rng, share.IDENTITY, total)
        self.age = share.Deck(rng, share.AGE_BAND, total)
        self.german = share.Deck(rng, share.GERMAN, total)
        self.channel_count = share.Deck(rng, share.CHANNELS, total)
        self.taken = set()
        self.words = _shuffled(rng, WORDS)
        self.code_words = _shuffled(rng, names.CODE_WORDS)
        self.phones = _shuffled(rng, names.PHONE_NUMBERS)
        self.landlines = _shuffled(rng, names.LANDLINES)

    def described(self, featured) -> ClientPlan:
        """A client as `featured` describes her; what it leaves open is dealt."""
        band = next(band for band in share.AGE_BAND if band[0] <= featured.age <= band[1])
        self.age.take(band)
        self.taken.add(fold(featured.pseudonym))
        self.channel_count.take(len(featured.channels))
        return self._client(
            pseudonym=featured.pseudonym,
            nationality=self.nationality.take(featured.nationality),
            gender=self.gender.take(featured.gender),
            identity=self.identity.take(featured.identity),
            age=featured.age,
            first=featured.first_language,
            german=featured.german if featured.first_language == "de" else self.german.take(featured.german),
            needs_mediation=featured.needs_mediation,
            kinds=list(featured.channels),
            rule=featured.contact_rule,
            name=featured.name,
        )

    def any(self) -> ClientPlan:
        """The next client."""
        rng = self.rng
        nationality = self.nationality.draw()
        first = share.pick(rng, names.FIRST_LANGUAGES[nationality])
        german = self.german.draw()
        kinds = []
        for _ in range(self.channel_count.draw()):
            kinds.append(share.pick(rng, {k: v for k, v in share.CHANNEL_KIND.items() if k not in kinds}))
        return self._client(
            pseudonym=self._pseudonym(first),
            nationality=nationality,
            gender=self.gender.draw(),
            identity=self.identity.draw(),
            age=rng.randint(*self.age.draw()),
            first=first,
            german=german,
            needs_mediation=german in LITTLE_GERMAN or (german == LanguageLevel.A2 and rng.random() < 0.35),
            kinds=kinds,
        )

    def _client(
        self, *, pseudonym, nationality, gender, identity, age, first, german, needs_mediation, kinds, rule="", name=""
    ):
        rng = self.rng
        name = name or (self._name(first, gender) if identity == IdentityKind.NAMED else "")
        first_name = name.partition(" ")[0]
        facts = {
            "identity_kind": identity,
            "pseudonym": pseudonym,
            "name": name,
            "names_used": first_name if name and rng.random() < 0.5 else "",
            "code_word": self.code_words.pop() if self.code_words and rng.random() < 0.15 else "",
            "pronoun": rng.choice(names.PRONOUNS[gender])
            if gender == "divers" or (gender and rng.random() < 0.2)
            else "",
            "gender": gender,
            "nationality": nationality,
            "residence_place": (
                rng.choice(names.PLACES) if identity != IdentityKind.ANONYMOUS and rng.random() < 0.6 else ""
            ),
            "contact_rule": rule or rng.choice(texts.CONTACT_RULES[kinds[0] if kinds else ""]).format(name=pseudonym),
        }
        age_kept_as = "age" if identity == IdentityKind.ANONYMOUS else "birth_year"
        return ClientPlan(
            facts=facts,
            first_language=first,
            languages=self._languages(first, german, needs_mediation),
            channel_kinds=kinds,
            channel_values=[self._address(kind, pseudonym) for kind in kinds],
            age_at_opening=age,
            age_kept_as=share.pick(
                rng, {age_kept_as: 55, "age": 25, "": 20} if age_kept_as != "age" else {"age": 6, "": 4}
            ),
            has_children=rng.random() < share.CHILDREN_SHARE,
        )

    def _pseudonym(self, language):
        """A name she chose herself in two of five cases, else a neutral word; never one that is taken."""
        if self.rng.random() < 0.4:
            offered = [*names.CHOSEN.get(language, ()), *names.CHOSEN[""]]
            free = [name for name in offered if fold(name) not in self.taken]
            if free:
                name = self.rng.choice(free)
                self.taken.add(fold(name))
                return name
        if self.words:
            return self.words.pop()
        number = len(self.taken)
        self.taken.add(str(number))
        return f"{self.rng.choice(WORDS)} {number}"

    def _name(self, language, gender):
        """A first and a last name that fit a language; each pair is given once."""
        pools = names.FIRST_NAMES_MALE if gender == "maennlich" else names.FIRST_NAMES
        language = language if language in pools else ""
        first, last = pools[language], names.LAST_NAMES[language]
        pairs = [f"{one} {two}" for one in first for two in last]
        name = self.rng.choice([pair for pair in pairs if pair not in self.taken] or pairs)  # people share names
        self.taken.add(name)
        return name

    def _languages(self, first, german, needs_mediation):
        """Her first language, German, and sometimes English."""
        if first == "de":
            return [{"language": "de", "level": LanguageLevel.FIRST, "needs_mediation": False}]
        spoken = [
            {"language": first, "level": LanguageLevel.FIRST, "needs_mediation": needs_mediation},
            {"language": "de", "level": german, "needs_mediation": False},
        ]
        if first != "en" and self.rng.random() < 0.25:
            level = self.rng.choice((LanguageLevel.A1, LanguageLevel.A2, LanguageLevel.B1))
            spoken.append({"language": "en", "level": level, "needs_mediation": False})
        return spoken

    def _address(self, kind, pseudonym):
        if kind in PHONE_CHANNELS:
            return self.phones.pop() if self.phones else f"0171 39200{self.rng.randrange(1_000, 10_000)}"
        if kind == ChannelKind.EMAIL:
            return f"{fold(pseudonym).replace(' ', '.')}.{self.rng.randint(10, 99)}@example.org"
        if kind == ChannelKind.POST:
            return f"Postadresse der Beratungsstelle, Fach {self.rng.randint(1, 80)}"
        if kind == ChannelKind.PERSON:
            landline = self.landlines.pop() if self.landlines else names.LANDLINES[0]
            return f"{self.rng.choice(texts.PERSONS_OF_TRUST)}, {landline}"
        return f"Profil „{pseudonym}“"


def keep_for(rng, client, *, counsellor, opened_on) -> None:
    """What hangs on the case: age as told when it was opened, and under which name the counsellor writes or calls."""
    if client.age_kept_as == "birth_year":
        client.facts["birth_year"] = opened_on.year - client.age_at_opening
    elif client.age_kept_as == "age":
        client.facts |= {"age": client.age_at_opening, "age_told_on": opened_on}
    first_name = person(counsellor).name.partition(" ")[0]
    for place, (kind, value) in enumerate(zip(client.channel_kinds, client.channel_values, strict=True)):
        phone = kind in PHONE_CHANNELS
        client.channels.append(
            {
                "kind": kind,
                "value": value,
                "times": rng.choice(texts.TIMES),
                "sender_name": rng.choice((first_name, first_name, "Ankerhof", "")) if phone else "",
                "who_may_hear": rng.choice(texts.WHO_MAY_HEAR),
                "no_voicemail": phone and rng.random() < 0.6,
                "is_usable": place == 0 or rng.random() < 0.75,
            }
        )


def _shuffled(rng, values):
    values = list(values)
    rng.shuffle(values)
    return values
