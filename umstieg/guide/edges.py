"""What depends on what: the edges E01–E34 of the practice guide as data.

Each stands for one sentence of the guide (chapter and line as in the map of its rows), or for one from outside where
`external` says so. All of them are soft: they are shown, and they lock nothing.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import Beyond, EdgeKind, EffectTask, Strength, Theme

Node = Theme | Beyond


@dataclass(frozen=True, slots=True)
class Arc:
    """One arrow. A way takes all of its sources; of a precondition any one is enough (a flat *or* a place for now).

    The first source of a precondition is what the sentence names, the others may stand in for it. Where the first is no
    issue nothing is waited for: she has it, or does not need it.
    """

    sources: tuple[Node, ...]
    target: Node


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """One sentence. `condition` is the fact that makes it apply, `met_by` the one that alone fulfils it ("" = none).

    `access` marks sentences about how people find the centre; they concern no theme of a case.
    """

    id: str
    kind: EdgeKind
    arcs: tuple[Arc, ...]
    why: Promise
    source: str
    strength: Strength = Strength.PLAIN
    condition: str = ""
    met_by: str = ""
    task: EffectTask | None = None
    external: bool = False
    access: bool = False


def _each(sources, *targets):
    """An arrow from every source to every target."""
    return tuple(Arc((source,), target) for target in targets for source in sources)


def _chain(*steps):
    """Arrows from each step to the next; a step of several themes is reached by any of them."""
    return tuple(
        Arc(step if isinstance(step, tuple) else (step,), target)
        for step, following in zip(steps, steps[1:], strict=False)
        for target in (following if isinstance(following, tuple) else (following,))
    )


PRE, WAY, EFFECT, NON = EdgeKind
T, B = Theme, Beyond
# What the guide calls in one word.
HOME = (T.FLAT, T.SHELTER)
LIVELIHOOD = (T.INCOME, T.BENEFITS)
# "Wohnsitz" is where one lives, for which a registration is only the proof.
SEAT = (T.REGISTERED_ADDRESS, T.FLAT)
HEALTH = (T.INSURANCE, T.PSYCHE, T.TREATMENT, T.ADDICTION)

EDGES: tuple[Edge, ...] = (
    Edge(
        "E01",
        PRE,
        _each((T.REGISTERED_ADDRESS,), T.BENEFITS),
        _("Benefits often need a registered address."),
        "KP L92",
        Strength.OFTEN,
    ),
    Edge(
        "E02",
        PRE,
        _each((T.REGISTERED_ADDRESS,), T.WORK),
        _("An employment contract often needs a registered address."),
        "KP L92",
        Strength.OFTEN,
    ),
    Edge(
        "E03",
        PRE,
        _each((T.INCOME,), T.FLAT),
        _("A flat is rarely found without a regular income."),
        "KP L92",
        Strength.RARELY_WITHOUT,
    ),
    Edge(
        "E04",
        PRE,
        _each((T.RESIDENCE,), T.BENEFITS),
        _("Benefits are tied to a valid residence permit. EU citizens need none; for them work counts."),
        "KP L92",
        condition="needs_permit",
    ),
    Edge(
        "E05",
        PRE,
        _each((T.RESIDENCE,), T.BENEFITS, T.WORK),
        _("Many rights, benefits and the labour market are open only when the residence status is clear."),
        "1.2.5 L557, L595",
    ),
    Edge(
        "E06",
        EFFECT,
        _each((T.CHANGE,), T.SHELTER, T.FLAT),
        _("Who lives where she works may lose her home together with the work."),
        "1.2.3 L459",
        condition="lives_at_work",
        task=EffectTask.FIND_PLACE_FIRST,
    ),
    Edge(
        "E07",
        PRE,
        (Arc(HOME, T.CHANGE),),
        _("Where home and work are one place, leaving needs another place to live."),
        "1.2.3 L459",
        condition="lives_at_work",
    ),
    Edge(
        "E08",
        PRE,
        _chain(HOME, T.PSYCHE, T.ORIENTATION),
        _("A safe home steadies the mind, and a new direction is hard to find without that."),
        "KP L109",
    ),
    Edge(
        "E09",
        EFFECT,
        _each((T.BENEFITS, T.INCOME, T.BUDGET), T.CHANGE),
        _("A secured livelihood gives the room to let go of the previous work."),
        "KP L96; 1.2.2 L455",
    ),
    Edge(
        "E10",
        PRE,
        (Arc(LIVELIHOOD, T.ORIENTATION), Arc(HOME, T.ORIENTATION), *_each(HEALTH, T.ORIENTATION)),
        _("Finding a direction makes sense once livelihood, home and health are clear."),
        "KP L132; 1.2.1 L352; 1.3.1 L646; 1.3.2 L702",
    ),
    Edge(
        "E11",
        EFFECT,
        _each(HEALTH, T.CHANGE, T.WORK),
        _("Open questions of health may delay the change; care that is secured makes new work possible."),
        "KP L121; 1.2.4 L503, L553",
    ),
    Edge(
        "E12",
        WAY,
        _each((T.BENEFITS,), T.INSURANCE),
        _("Basic income support brings health insurance with it: one of the two main ways in."),
        "1.2.4 L514",
        Strength.MAIN_WAY,
        met_by="receives_benefits",
    ),
    Edge(
        "E13",
        WAY,
        _each((T.WORK,), T.INSURANCE),
        _("A job with social insurance brings health insurance with it: one of the two main ways in."),
        "1.2.4 L514",
        Strength.MAIN_WAY,
        met_by="has_job",
    ),
    Edge(
        "E14",
        PRE,
        (Arc(SEAT, T.INSURANCE),),
        _("German health insurance presupposes a residence in Germany."),
        "1.2.4 L515",
        met_by="lives_in_germany",
    ),
    Edge(
        "E15",
        EFFECT,
        _each((T.INSURANCE,), T.DEBTS, T.BUDGET),
        _("A new insurance may ask for high payments for the time before."),
        "1.2.2 L435; 1.2.4 L518",
        condition="newly_insured",
        task=EffectTask.CLEAR_BACK_PAYMENT,
    ),
    Edge(
        "E16",
        NON,
        (Arc(SEAT, T.ACCOUNT),),
        _("A basic account can be opened without a residence in Germany."),
        "1.2.2 L426",
    ),
    Edge(
        "E17",
        PRE,
        _each((T.WORK,), B.ENTRY_GRANT),
        _("Who takes up work while receiving basic income support can be given an entry grant; ask before the start."),
        "1.2.2 L443",
        condition="receives_benefits",
    ),
    Edge(
        "E18",
        WAY,
        (Arc((T.WORK, T.BENEFITS), T.INCOME), Arc((T.BENEFITS,), T.INCOME)),
        _("A first job topped up by benefits, or benefits to begin with, can secure the livelihood."),
        "1.2.2 L407",
        Strength.MAIN_WAY,
    ),
    Edge(
        "E19",
        WAY,
        _each((T.POSTAL_ADDRESS,), T.ACCOUNT, T.BENEFITS),
        _("With the centre as postal address, bank and offices can reach her. It is no registered address."),
        "1.2.2 L428; 1.2.3 L481",
    ),
    Edge(
        "E20",
        EFFECT,
        _each((T.LEASE,), B.LIABILITY),
        _("As long as the lease is the centre’s, the centre is liable."),
        "1.2.3 L477",
        condition="centre_holds_lease",
        task=EffectTask.AGREE_ON_LEASE,
    ),
    Edge(
        "E21",
        PRE,
        _each((T.INCOME,), B.LEASE_TRANSFER),
        _("With a safe income the lease can pass from the centre to the client."),
        "1.2.3 L477",
        condition="centre_holds_lease",
    ),
    Edge(
        "E22",
        WAY,
        (Arc((), T.RESIDENCE), Arc((), T.WORK)),
        _("Free movement lets EU citizens live and work here, and may lead to permanent residence."),
        "1.2.5 L572–574",
        condition="is_eu",
    ),
    Edge(
        "E23",
        PRE,
        _each((T.GERMAN,), T.WORK, B.OFFICES),
        _("Employers and offices often expect German."),
        "1.3.2 L749",
        Strength.OFTEN,
    ),
    Edge(
        "E24",
        EFFECT,
        _each((T.TRAINING,), T.WORK),
        _("Training and a recognised degree make the search for work easier."),
        "1.3.2 L718, L749",
    ),
    Edge(
        "E25",
        PRE,
        _each((B.COURSE_PLACE,), T.COURSE),
        _("A language course has conditions and a waiting time; clear both first."),
        "1.3.2 L732–733",
        met_by="has_course_place",
    ),
    Edge(
        "E26",
        WAY,
        _each((T.BENEFITS,), T.WORK),
        _("Through the Jobcenter a work opportunity (24 months at most) can lead to a regular job."),
        "1.3.1 L683–684",
    ),
    Edge(
        "E27",
        EFFECT,
        _each((T.WORK,), B.STAYING),
        _("Lower pay may cost motivation; who is accompanied is more likely to stay in the job."),
        "1.3.4 L822, L838",
        condition="lower_pay",
        task=EffectTask.PLAN_CHECK_INS,
    ),
    Edge(
        "E28",
        PRE,
        _chain(B.OUTREACH, B.TRUST, B.TIE, B.COUNSELLING, B.CLIENT),
        _("Being there leads to trust, trust to regular contact, and that to counselling."),
        "1.1.1 L166; 1.1.2 L210; 0 L66",
        access=True,
    ),
    Edge(
        "E29",
        PRE,
        _each((B.OPERATOR,), B.VENUE),
        _("Whether a venue can be visited may depend on its operator."),
        "1.1.1 L201",
        access=True,
    ),
    Edge(
        "E30",
        EFFECT,
        _each((B.LANGUAGE_BARRIER,), B.NOT_USED),
        _("Where the language is missing, counselling is often not used."),
        "1.1.4 L341",
        Strength.OFTEN,
        access=True,
    ),
    Edge(
        "E31",
        EFFECT,
        _chain(T.CONTACTS, T.DAILY_LIFE, T.CHANGE),
        _("Leisure offers steady everyday life, and that makes the change easier."),
        "1.2.6 L599",
    ),
    Edge(
        "E32",
        PRE,
        _chain(SEAT, T.TAX_ID, T.WORK, T.FLAT),
        _("No flat without work, no work without a tax ID, no tax ID without a registered home: a circle."),
        "EXT NDR 12.06.2024 (BOSS, Rostock); 1.2.2 L427",
        external=True,
    ),
    Edge(
        "E33",
        PRE,
        _each((T.ACCOUNT,), T.WORK, T.INSURANCE, T.BENEFITS),
        _("Wages, contributions and benefits go through an account."),
        "EXT Diakonie, Checkliste Basiskonto; KP L101",
        external=True,
    ),
    Edge(
        "E34",
        PRE,
        (Arc((T.RESIDENCE, T.WORK), T.BENEFITS),),
        _("EU citizens get basic income support as workers or with another right to stay; seek legal advice."),
        "EXT § 7 SGB II",
        condition="is_eu",
        met_by="worker_status",
        external=True,
    ),
)

#: The edges that say something about a case.
EDGES_OF_A_CASE = tuple(edge for edge in EDGES if not edge.access)
