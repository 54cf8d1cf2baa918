"""Finding partners by need, in a fixed number of statements; every row says why it fits, and what to ask there."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict

from network.enums import ContactKind, Cost, Known, Stage, TermKind
from network.hours import written
from network.models import ContactPerson, Liaison, Organisation, PartnerSite, Term
from network.queries.need import need_of
from network.terms import words_of
from umstieg.codelists.queries import Labels
from umstieg.core.addresses import address
from umstieg.core.pages import CAP, CappedPaginator
from umstieg.core.shown import Shown

PAGE = 25
AFTER_ALL = "\U0010ffff"  # stands behind every word that begins alike
MOST_WORDS = 8  # spellings of one typed word
COLUMNS = (
    "pk",
    "name",
    "kind",
    "topics",
    "languages",
    "region",
    "cost",
    "is_anonymous",
    "insurance_needed",
    "is_for_target_group",
    "stage",
    "waiting_time",
    "ended_on",
)


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


@dataclass
class Found:
    """The page that is shown, its rows, and how many fit in all; None where nothing has to be asked.

    `passed_over` are typed words that were left out because nothing would have fitted with them.
    """

    page: object
    rows: list[PartnerRow]
    exact: int | None = None
    passed_over: list[str] = field(default_factory=list)


def found_partners(need, *, page=1) -> Found:
    """First what fits in all, then what has to be asked; by name.

    Where nothing fits, the words that are no wish of ours are left out: one unknown word must not hide who helps.
    """
    found = _found(need, page)
    words = [wish for wish in need.wishes if wish.is_word]
    if found.rows or not words or len(words) == len(need.wishes):
        return found
    found = _found(replace(need, wishes=[wish for wish in need.wishes if not wish.is_word]), page)
    found.passed_over = [wish.label for wish in words] if found.rows else []
    return found


def partners_for(topics, *, most) -> list[PartnerRow]:
    """Partners who help with one of some topics (keys of the list), those of the first topic first."""
    found = {}
    for topic in topics:
        if len(found) < most:
            found |= {row.id: row for row in found_partners(need_of(QueryDict(f"thema={topic}"))).rows}
    return list(found.values())[:most]


def _found(need, page) -> Found:
    narrowed = _narrowed(need)
    asking = [wish for wish in need.wishes if wish.asks]
    if not asking:
        shown = CappedPaginator(narrowed.order_by("name", "pk").values_list(*COLUMNS), PAGE, counted=narrowed)
        shown = shown.get_page(page)
        return Found(shown, _rows(list(shown.object_list), need))
    questions = sum((_misses(wish) for wish in asking), Value(0))
    ordered = narrowed.annotate(questions=questions).order_by("questions", "name", "pk")
    ranked = list(ordered.values_list("pk", "questions")[: CAP + 1])
    shown = CappedPaginator(ranked, PAGE).get_page(page)
    place = {pk: number for number, (pk, _questions) in enumerate(shown.object_list)}
    values = Organisation.objects.filter(pk__in=place).values_list(*COLUMNS)
    rows = _rows(sorted(values, key=lambda value: place[value[0]]), need)
    return Found(shown, rows, exact=sum(not number for _pk, number in ranked))


def _narrowed(need):
    organisations = Organisation.objects.filter(ended_on__isnull=not need.gone)
    if need.stage:
        organisations = organisations.filter(stage=need.stage)
    for wish in need.wishes:
        organisations = organisations.filter(_condition(wish, wish.fits | wish.asks))
    return organisations


def _condition(wish, values):
    if wish.column:
        return Q(**{f"{wish.column}__in": sorted(values)})
    terms = Term.objects.filter(_word(wish.word)) if wish.is_word else _having(values)
    return Q(pk__in=terms.values("organisation"))


def _having(pairs):
    by_kind = defaultdict(set)
    for kind, key in pairs:
        by_kind[kind].add(key)
    condition = Q(pk__in=[])
    for kind, keys in sorted(by_kind.items()):
        condition |= Q(kind=kind, key__in=sorted(keys))
    return Term.objects.filter(condition)


def _word(word):
    """Words of the organisation that begin so. No person is found here: what is typed stands in the address."""
    condition = Q(pk__in=[])
    for folded in sorted(words_of(word), key=len, reverse=True)[:MOST_WORDS]:
        condition |= Q(kind=TermKind.WORD, key__gte=folded, key__lt=folded + AFTER_ALL)
    return condition


def _misses(wish):
    """1 where it has to be asked, 0 where it is known to fit."""
    if wish.column:
        return Case(When(_condition(wish, wish.fits), then=Value(0)), default=Value(1))
    return Cast(~Exists(_having(wish.fits).filter(organisation=OuterRef("pk"))), IntegerField())


def _rows(values, need):
    ids = [value[0] for value in values]
    labels = Labels("partner_type", "topic", "language")
    hours, people, holders, terms = _hours_of(ids), _people_of(ids), holders_of(ids), _terms_of(ids, need)
    rows = []
    for value in values:
        pk, *_rest = value
        of = dict(zip(COLUMNS, value, strict=True))
        rows.append(
            PartnerRow(
                id=str(pk),
                name=of["name"],
                kind=labels("partner_type", of["kind"]),
                topics=labels.many("topic", of["topics"]),
                languages=labels.many("language", of["languages"]),
                region=of["region"],
                cost=str(Cost(of["cost"]).label) if of["cost"] != Cost.UNKNOWN else "",
                is_anonymous=of["is_anonymous"] == Known.YES,
                stage=of["stage"],
                stage_label=str(Stage(of["stage"]).label),
                waiting_time=of["waiting_time"],
                ended=of["ended_on"] is not None,
                hours=hours[pk],
                contact=people[pk],
                holders=holders[pk],
                reasons=[(_fits(wish, of, terms[pk]), wish.label) for wish in need.wishes],
            )
        )
    return rows


def _fits(wish, of, terms) -> bool:
    """Whether a wish is known to be met; what is not worth a question is, or the row would not be here."""
    if not wish.asks:
        return True
    return of[wish.column] in wish.fits if wish.column else bool(wish.fits & terms)


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
    if wanted := frozenset().union(*(wish.fits for wish in need.wishes if wish.asks and not wish.column)):
        for organisation, kind, key in (
            _having(wanted).filter(organisation__in=ids).values_list("organisation", "kind", "key")
        ):
            found[organisation].add((kind, key))
    return found
