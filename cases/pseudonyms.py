"""Neutral pseudonyms to propose. Birds, trees and plants: they say nothing about origin, gender or work."""

import random

from cases.enums import SearchKind
from cases.models import SearchTerm
from umstieg.core.blindindex import fold, word_digest

# A paragraph, because a hundred lines of one word each are not read.
WORDS = """
    Ahorn Akelei Amsel Anemone Arnika Aster Bachstelze Birke Blaumeise Brombeere Buche Buchfink Distel Drossel
    Eberesche Efeu Eibe Eiche Eisvogel Elster Enzian Erle Esche Espe Farn Feldlerche Fichte Fink Flieder Ginster
    Goldammer Grasmücke Hagebutte Hasel Heide Heidelbeere Holunder Hopfen Iris Jasmin Kamille Kiebitz Kiefer
    Kleiber Klee Kornblume Kranich Krokus Lärche Lavendel Lerche Liguster Linde Löwenzahn Lupine Malve Margerite
    Mauersegler Minze Mistel Mohn Moos Nachtigall Nelke Olive Pappel Pirol Primel Quitte Rainfarn Ranunkel
    Ringelblume Robinie Rotkehlchen Salbei Schafgarbe Schlehe Schwalbe Seerose Silberdistel Sperling Star
    Stechpalme Stieglitz Storch Tanne Thymian Ulme Vogelbeere Wacholder Weide Weißdorn Wiesenknopf Zaunkönig
    Zeder Zeisig Zitrone
""".split()  # noqa: SIM905


def propose_pseudonym(rng: random.Random | None = None) -> str:
    """A word that no client has yet; with a number behind it once all are taken."""
    rng = rng or random.SystemRandom()
    digests = {word_digest(SearchKind.PSEUDONYM, fold(word)): word for word in WORDS}
    taken = set(
        SearchTerm.objects.filter(kind=SearchKind.PSEUDONYM, digest__in=digests).values_list("digest", flat=True)
    )
    free = [word for digest, word in digests.items() if digest not in taken]
    return rng.choice(free) if free else f"{rng.choice(WORDS)} {rng.randint(2, 99)}"
