"""Finding cases by what somebody remembers. Finds only what the asker may see, part by part."""

import re

from cases.enums import SearchKind
from cases.models import Case, SearchTerm
from umstieg.access.enums import Part
from umstieg.core.blindindex import PREFIX_LETTERS, fold, phone_digits, prefix_digest, word_digest, words

# The part of a case a kind of word belongs to: a lead finds by pseudonym and number, never by name or phone.
PART_OF = {
    SearchKind.PSEUDONYM: Part.FACTS,
    SearchKind.NAME: Part.IDENTITY,
    SearchKind.PHONE: Part.IDENTITY,
    SearchKind.CODE_WORD: Part.IDENTITY,
}
NUMBER = re.compile(r"^(\d{2})-?(\d{4})$")
LIMIT = 50
WORDS = 8  # more narrow nothing down


def find_cases(user, typed: str):
    """Cases that `user` sees and that match everything typed: a number, a phone number, or words and their beginnings.

    Three letters and more find beginnings, two only a whole word.
    """
    typed = typed.strip()
    seen, found = Case.objects.visible_to(user), set()
    if typed.isdecimal() and len(typed) <= 4:  # "35" means 26-0035, 25-0035 and so on
        found |= set(seen.filter(number__endswith=f"-{int(typed):04d}").values_list("pk", flat=True))
    if number := NUMBER.match(typed):
        found |= set(seen.filter(number="-".join(number.groups())).values_list("pk", flat=True))
    if digits := phone_digits(typed):
        found |= _cases_with(user, SearchKind.PHONE, {word_digest(SearchKind.PHONE, digits)})
    wanted = words(typed)[:WORDS]
    if wanted:
        by_word = [
            set().union(*(_matching(user, kind, word) for kind in PART_OF if kind != SearchKind.PHONE))
            for word in wanted
        ]
        found |= set.intersection(*by_word)
    return seen.filter(pk__in=list(found)[:LIMIT])


def _matching(user, kind, word):
    """Ids of cases where a word of this kind is `word` or begins with it."""
    if len(word) < PREFIX_LETTERS:
        return _cases_with(user, kind, {word_digest(kind, word)})
    candidates = _cases_with(user, kind, {prefix_digest(kind, word)})
    texts = Case.objects.filter(pk__in=candidates).values_list(
        "pk", "client__pseudonym", "client__name", "client__names_used", "client__code_word"
    )
    columns = {SearchKind.PSEUDONYM: (1,), SearchKind.NAME: (2, 3), SearchKind.CODE_WORD: (4,)}[kind]
    return {row[0] for row in texts if any(w.startswith(word) for c in columns for w in words(fold(row[c])))}


def _cases_with(user, kind, digests):
    clients = SearchTerm.objects.filter(kind=kind, digest__in=digests).values("client_id")
    return set(Case.objects.visible_to(user, PART_OF[kind]).filter(client_id__in=clients).values_list("pk", flat=True))
