"""Wechselwirkungen of one case: what the guide's engine says, laid out as a picture and as a list."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from umstieg.access.enums import Part
from umstieg.core.formats import capitalised
from umstieg.core.shown import Shown
from umstieg.guide.edges import EDGES
from umstieg.guide.engine import picture
from umstieg.guide.enums import RESTRICTED, EdgeKind, Standing, Theme, ThemeState
from umstieg.guide.facts import Facts
from umstieg.guide.picture import Picture
from umstieg.guide.queries import ruled_tips
from umstieg.guide.tips import tips_for

from .facts import facts_of_each
from .situation import states_of, states_of_each, themes_off

# Of the picture, in its own units.
NODE_WIDTH, NODE_HEIGHT = 196, 58
GAP_X, GAP_Y, MARGIN = 92, 26, 20
MOST_COLUMNS = 5
MOST_TIPS = 4


@dataclass
class Node(Shown):
    """One theme in the picture."""

    key: str
    number: int
    label: str
    glyph: str
    said: str
    x: int = 0
    y: int = 0
    is_hot: bool = False


@dataclass
class Line(Shown):
    """One arrow: `path` in SVG, and what kind it is by its class."""

    path: str
    css: str
    head: str


@dataclass
class ListRow(Shown):
    """One theme in words. `tasks` are (number, text, why) of what its settling brings with it; never a lock."""

    number: int
    label: str
    glyph: str
    said: str
    tasks: list = field(default_factory=list)


@dataclass
class Interplay(Shown):
    """Everything on the page. `hot` is the theme that would free the most, or None."""

    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0
    told: str = ""  # the picture in words
    hot: dict | None = None
    circles: list[dict] = field(default_factory=list)
    possible: list[ListRow] = field(default_factory=list)
    waiting: list[ListRow] = field(default_factory=list)
    settled: list[ListRow] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    tips: list = field(default_factory=list)
    hides: bool = False


def name(theme) -> str:
    return capitalised(str(theme.label))


def interplay(case, part, *, facts=None) -> Interplay:
    """What waits for what in one case, as far as the reader may see its themes. Three statements at most.

    Themes a reader may not see, or the centre works without, are passed as no issue: nothing waits for them, and
    nothing tells that they are there.
    """
    states = {theme: held[0] for theme, held in states_of(case, part).items()}
    hidden = _hidden(part)
    seen = picture(states | hidden, facts or Facts())
    shown = [one for one in seen.themes.values() if one.asked and one.standing != Standing.NO_ISSUE]
    hot = seen.unlocks_most.theme if seen.unlocks_most else None
    made = Interplay(hides=part < Part.RESTRICTED, told=_told(shown))
    made.nodes = [_node(one, hot) for one in shown]
    _lay_out(made, {one.theme: one for one in shown}, hot)
    if hot:
        made.hot = {
            "key": hot.value,
            "number": hot.number,
            "label": name(hot),
            "count": seen.unlocks_most.frees.total,
            "reason": seen.unlocks_most.reason,
        }
        made.tips = ruled_tips(tips_for(hot, facts or Facts())[:MOST_TIPS])
    made.possible = [_row(one) for one in seen.possible_now]
    made.waiting = [_row(one) for one in seen.waiting]
    made.settled = [_row(one) for one in seen.settled]
    made.not_asked = [name(theme) for theme in seen.not_asked if theme not in hidden]
    made.circles = [
        {
            "themes": [name(theme) for theme in circle.themes],
            "ways": list(dict.fromkeys(str(way.edge.why) for way in circle.ways_in)),
        }
        for circle in seen.circles
    ]
    return made


def pictures_of(cases, part, *, today=None) -> dict[UUID, Picture]:
    """{id of a case: its picture} for every case of a query set, as far as a reader of `part` may know them.

    For counts over many cases, never for a list of them by what is in them. The number of statements is fixed: one for
    the states, at most seven for the facts.
    """
    states, facts, hidden = states_of_each(cases, part), facts_of_each(cases, part, today=today), _hidden(part)
    return {pk: picture(states.get(pk, {}) | hidden, known) for pk, known in facts.items()}


def _hidden(part):
    """Themes a reader does not see, or the centre works without, are passed as no issue."""
    protected = frozenset() if part >= Part.RESTRICTED else RESTRICTED
    return dict.fromkeys(protected | themes_off(), ThemeState.NO_ISSUE)


def _node(one, hot):
    return Node(one.theme.value, one.theme.number, name(one.theme), one.glyph, _short(one), is_hot=one.theme == hot)


def _short(one) -> str:
    """What stands below the name in the picture."""
    missing = _missing(one)
    if one.standing == Standing.OPEN and len(missing) == 1:
        return _("waits for %(theme)s") % {"theme": missing[0]}
    if one.standing == Standing.OPEN and missing:
        return _("waits for %(number)s themes") % {"number": len(missing)}
    return str(one.state.label)


def _missing(one) -> list[str]:
    themes = [node for waiting in one.waits_for if waiting.sure for node in waiting.missing]
    return list(dict.fromkeys(str(node.label) for node in themes))


def _row(one) -> ListRow:
    """The same in words: what it waits for, which ways lead to it, what it frees, what it does not need."""
    said = []
    if one.standing == Standing.OPEN:
        if missing := _missing(one):
            said.append(_("waits for: %(themes)s") % {"themes": ", ".join(missing)})
        if maybe := [str(node.label) for waiting in one.waits_for if not waiting.sure for node in waiting.missing]:
            said.append(_("may matter: %(themes)s") % {"themes": ", ".join(dict.fromkeys(maybe))})
        if one.ways:
            ways = [str(node.label) for way in one.ways for node in way.through]
            said += [_("ways: %(themes)s") % {"themes": ", ".join(dict.fromkeys(ways))}] if ways else []
        if one.frees.directly:
            said.append(_("frees: %(themes)s") % {"themes": ", ".join(str(each.label) for each in one.frees.directly)})
        if one.does_not_need:
            needless = [str(node.label) for each in one.does_not_need for node in each.themes]
            said.append(_("not needed for it: %(themes)s") % {"themes": ", ".join(dict.fromkeys(needless))})
    else:
        said.append(str(one.state.label))
    tasks = [(task.number, str(task.label), str(effect.edge.why)) for task, effect in one.tasks]
    return ListRow(one.theme.number, name(one.theme), one.glyph, " · ".join(said), tasks)


def _told(shown) -> str:
    return "; ".join(f"{name(one.theme)}: {_row(one).said or one.state.label}" for one in shown)


# --- the picture -----------------------------------------------------------------------------------------------


def _lay_out(made, themes, hot):
    """Columns by what comes before what; arrows from left to right, those that lead back below."""
    arcs = list(_arcs(themes))
    column = _columns(themes, [(source, target) for source, target, css in arcs if "non" not in css])
    rows = {}
    for node in made.nodes:
        rows.setdefault(column[Theme(node.key)], []).append(node)
    tallest = max((len(nodes) for nodes in rows.values()), default=0)
    for place, nodes in rows.items():
        above = (tallest - len(nodes)) * (NODE_HEIGHT + GAP_Y) // 2
        for number, node in enumerate(nodes):
            node.x = MARGIN + place * (NODE_WIDTH + GAP_X)
            node.y = MARGIN + above + number * (NODE_HEIGHT + GAP_Y)
    made.width = 2 * MARGIN + (max(rows, default=0) + 1) * (NODE_WIDTH + GAP_X) - GAP_X + 40
    made.height = 2 * MARGIN + tallest * (NODE_HEIGHT + GAP_Y) + 24
    by_theme = {Theme(node.key): node for node in made.nodes}
    made.lines = [
        _line(by_theme[source], by_theme[target], css, is_hot=source == hot and css == "")
        for source, target, css in arcs
    ]


def _arcs(themes):
    """(source, target, kind) among the themes shown, each pair once, what is waited for first."""
    found = {}
    for edge in EDGES:
        for arc in edge.arcs:
            target = themes.get(arc.target)
            for source in arc.sources:
                if target is not None and source in themes and (css := _css(edge, source, target, themes)) is not None:
                    found.setdefault((source, arc.target), css)
    return ((source, target, css) for (source, target), css in found.items())


def _css(edge, source, target, themes):
    """The class of an arrow, or None where it does not hold in this case."""
    settled = themes[source].standing == Standing.SETTLED
    if edge.kind == EdgeKind.PRE:
        if settled:
            return "met"
        waits = [one for one in target.waits_for if one.edge is edge and source in one.missing]
        return ("" if waits[0].sure else "may") if waits else None
    if edge.kind == EdgeKind.WAY and any(way.edge is edge for way in target.ways):
        return "met way" if settled else "way"
    return "non" if edge.kind == EdgeKind.NON else None


def _columns(themes, pairs):
    """{theme: column}: behind everything that comes before it; a circle ends where it began."""
    column = dict.fromkeys(themes, 0)
    for _round in range(min(len(themes), MOST_COLUMNS - 1)):
        for source, target in pairs:
            if (
                column[target] <= column[source]
                and column[source] + 1 < MOST_COLUMNS
                and not _leads_back(target, source, pairs)
            ):
                column[target] = column[source] + 1
    return column


def _leads_back(start, goal, pairs):
    """Whether there is a way from `start` to `goal`: then both stand in a circle."""
    seen, todo = set(), [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            todo += [target for source, target in pairs if source == here]
    return False


def _line(source, target, css, *, is_hot):
    middle = NODE_HEIGHT // 2
    if target.x > source.x:
        x1, y1, x2, y2 = source.x + NODE_WIDTH, source.y + middle, target.x - 6, target.y + middle
        bend = (x2 - x1) // 2
        path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    elif target.x == source.x:
        x, y1, y2 = source.x + NODE_WIDTH, source.y + middle, target.y + middle
        path = f"M{x} {y1}C{x + 44} {y1} {x + 44} {y2} {x + 6} {y2}"
    else:
        x1, y1 = source.x + NODE_WIDTH // 2, source.y + NODE_HEIGHT
        x2, y2 = target.x + NODE_WIDTH // 2, target.y + NODE_HEIGHT + 6
        low = max(y1, y2) + 34
        path = f"M{x1} {y1}C{x1} {low} {x2} {low} {x2} {y2}"
    kinds = f"{css} hot".strip() if is_hot else css
    head = "hot" if is_hot else "met" if "met" in css else "plain"
    return Line(path, f"e {kinds}".strip(), "" if "non" in css else head)
