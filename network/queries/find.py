"""Finding partners by need, in a fixed number of statements; every row says why it fits, and what to ask there."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast

from network.enums import ContactKind, Cost, Known, Stage, TermKind
from network.hours import written
from network.models import ContactPerson, Liaison, Organisation, PartnerSite, Term
from network.terms import words_of
from umstieg.codelists.queries import Labels
from umstieg.core.addresses import address
from umstieg.core.blindindex import digest_to_find, words
from umstieg.core.pages import CAP, CappedPaginator
from umstieg.core.shown import Shown

PAGE = 25
AFTER_ALL = "\U0010ffff"  # stands behind every word that begins alike
PERSON_LETTERS = 3


@dataclass
class PartnerRow(Shown):
    """One partner in the list. `reasons` are (fits, what) pairs, one for each wish."""

    id: str
    name: str
    kind: str
    topics: list[str]
    languages: list[str]
    region: str
    cost: str
    is_anonymous: bool
    stage: str
    stage_label: str
    waiting_time: str
    ended: bool
    hours: list[str] = field(default_factory=list)
    contact: str = ""
    holders: list[str] = field(default_factory=list)
    reasons: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return address("network:detail", self.id)


def found_partners(need, *, page=1):
    """(page object, rows) of what fits a need: first what fits in all, then what has to be asked; by name."""
    narrowed = _narrowed(need)
    ordered = narrowed
    asking = [wish for wish in need.wishes if wish.asks]
    if asking:
        ordered = ordered.annotate(questions=sum((_misses(wish) for wish in asking), Value(0)))
    ordered = ordered.order_by(*(["questions"] if asking else []), "name", "pk")
    shown = CappedPaginator(ordered, PAGE, counted=narrowed.values("pk")).get_page(page)
    return shown, _rows(list(shown.object_list), need)


def exact_count(need) -> int:
    """How many fit in all; up to CAP + 1."""
    return _narrowed(need, strictly=True).values("pk")[: CAP + 1].count()


def _narrowed(need, *, strictly=False):
    organisations = Organisation.objects.filter(ended_on__isnull=not need.gone)
    if need.stage:
        organisations = organisations.filter(stage=need.stage)
    for wish in need.wishes:
        organisations = organisations.filter(pk__in=_with(wish, strictly).values("organisation"))
    return organisations


def _with(wish, strictly=False):
    if wish.is_word:
        return Term.objects.filter(_word(wish.word))
    return _having(wish.fits if strictly else wish.fits | wish.asks)


def _having(pairs):
    by_kind = defaultdict(set)
    for kind, key in pairs:
        by_kind[kind].add(key)
    condition = Q(pk__in=[])
    for kind, keys in sorted(by_kind.items()):
        condition |= Q(kind=kind, key__in=sorted(keys))
    return Term.objects.filter(condition)


def _word(word):
    """Words of the organisation that begin so, or a contact person who is called so."""
    condition = Q(pk__in=[])
    for folded in words_of(word):
        condition |= Q(kind=TermKind.WORD, key__gte=folded, key__lt=folded + AFTER_ALL)
    for name in words(word):
        if len(name) >= PERSON_LETTERS:
            condition |= Q(kind=TermKind.PERSON, key=digest_to_find(TermKind.PERSON, name))
    return condition


def _misses(wish):
    return Cast(~Exists(_having(wish.fits).filter(organisation=OuterRef("pk"))), IntegerField())


def _rows(organisations, need):
    ids = [one.pk for one in organisations]
    labels = Labels("partner_type", "topic", "language")
    hours, people, holders, terms = _hours_of(ids), _people_of(ids), holders_of(ids), _terms_of(ids, need)
    return [
        PartnerRow(
            id=str(one.pk),
            name=one.name,
            kind=labels("partner_type", one.kind),
            topics=labels.many("topic", one.topics),
            languages=labels.many("language", one.languages),
            region=one.region,
            cost=Cost(one.cost).label if one.cost != Cost.UNKNOWN else "",
            is_anonymous=one.is_anonymous == Known.YES,
            stage=one.stage,
            stage_label=Stage(one.stage).label,
            waiting_time=one.waiting_time,
            ended=one.ended_on is not None,
            hours=hours[one.pk],
            contact=people[one.pk],
            holders=holders[one.pk],
            reasons=[
                (wish.is_word or not wish.asks or bool(wish.fits & terms[one.pk]), wish.label) for wish in need.wishes
            ],
        )
        for one in organisations
    ]


def _hours_of(ids):
    found = defaultdict(list)
    rows = PartnerSite.objects.filter(organisation__in=ids).exclude(hours="").order_by("name", "pk")
    for organisation, hours in rows.values_list("organisation", "hours"):
        found[organisation].append(written(hours))
    return found


def _people_of(ids):
    """The contact person of each: official ones first, then the one known longest."""
    found = defaultdict(str)
    rows = ContactPerson.objects.current().filter(organisation__in=ids).order_by("-created_at", "pk")
    ranked = sorted(rows.values_list("organisation", "name", "kind"), key=lambda row: row[2] == ContactKind.OFFICIAL)
    for organisation, name, _kind in ranked:
        found[organisation] = name
    return found


def holders_of(ids):
    """{organisation: names of those of us who hold the relation}."""
    found = defaultdict(list)
    rows = Liaison.objects.standing().filter(organisation__in=ids).order_by("since", "pk")
    for organisation, name in rows.values_list("organisation", "user__name"):
        found[organisation].append(name)
    return found


def _terms_of(ids, need):
    found = defaultdict(set)
    if wanted := frozenset().union(*(wish.fits for wish in need.wishes if wish.asks)):
        for organisation, kind, key in (
            _having(wanted).filter(organisation__in=ids).values_list("organisation", "kind", "key")
        ):
            found[organisation].add((kind, key))
    return found
