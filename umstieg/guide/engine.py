"""From the states of the themes and some facts to the picture of a case: what waits for what, and what would help most.

A pure function over the edges of the guide (key points; 1.2.1–1.2.5): no database, no clock, and no lock. What it says
is shown beside the work ("Dependencies are shown, never locked"), and a counsellor starts wherever she and the client
want to.

Themes are bits of an integer, and what does not depend on the states is prepared once per set of facts, so that many
cases are looked through in a moment.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .edges import EDGES, Arc, Edge
from .enums import SETTLED_STATES, Beyond, EdgeKind, Standing, Strength, Theme, ThemeState, WayState
from .facts import NOTHING_KNOWN, Facts, holds
from .picture import (
    NOTHING_FREED,
    Circle,
    Effect,
    Frees,
    Picture,
    ThemePicture,
    UnlocksMost,
    Unneeded,
    Waiting,
    Way,
)

THEMES = tuple(Theme)
INDEX = {theme: index for index, theme in enumerate(THEMES)}
BIT = {theme: 1 << index for theme, index in INDEX.items()}
ALL = (1 << len(THEMES)) - 1


def picture(
    states: Mapping[Theme, ThemeState], facts: Facts = NOTHING_KNOWN, edges: tuple[Edge, ...] = EDGES
) -> Picture:
    """The picture of one case.

    `states`: what is known of its themes; a theme that is not in it counts as open and is marked as not asked. A centre
    that has switched a module off passes its themes as no issue. A settled theme and one settled for now fulfil a
    precondition; a theme that is no issue is asked of nobody.

    `unlocks_most` (mockup "Löst am meisten"): open themes are measured by how many open themes wait for them, directly
    or after that, over what is sure and has been asked about; then by how many directly, then by how many of these by
    the guide's own word, then by the order of the pillars. None where nothing waits. A theme inside a circle is not
    measured: each of its themes would free all the others.
    """
    return _evaluate(states, _prepare(facts, edges))


# --- what does not depend on the states --------------------------------------------------------------


class _Arrow(NamedTuple):
    """An arc that applies in a case: its sources as bits, and whether all facts about it are known."""

    edge: Edge
    arc: Arc
    mask: int
    first: int
    sure: bool
    met: bool


class _Prepared(NamedTuple):
    pres: tuple[tuple[_Arrow, ...], ...]
    ways: tuple[tuple[_Arrow, ...], ...]
    brings: tuple[tuple[Effect, ...], ...]
    touched_by: tuple[tuple[Effect, ...], ...]
    unneeded: tuple[tuple[Unneeded, ...], ...]
    chances: tuple[tuple[Beyond, tuple[_Arrow, ...]], ...]


@lru_cache(maxsize=1024)
def _prepare(facts, edges):
    """The arrows that apply with these facts, by theme; sorted, so that the order of `edges` says nothing."""
    pres, ways, brings, touched, unneeded = ([[] for _theme in THEMES] for _kind in range(5))
    chances = {}
    for edge in sorted(edges, key=lambda edge: edge.id):
        applies = holds(facts, edge.condition)
        if edge.access or applies is False:
            continue
        met = holds(facts, edge.met_by) if edge.met_by else False
        for arc in edge.arcs:
            sure, target = applies is True, INDEX.get(arc.target)
            bits, first = _bits(arc.sources), _bits(arc.sources[:1])
            if edge.kind == EdgeKind.PRE and met is not True:
                arrow = _Arrow(edge, arc, bits, first, sure and met is False, False)
                (chances.setdefault(arc.target, []) if target is None else pres[target]).append(arrow)
            elif edge.kind == EdgeKind.WAY:
                ways[target].append(_Arrow(edge, arc, bits, first, sure, met is True))
            elif edge.kind == EdgeKind.NON:
                unneeded[target].append(Unneeded(edge, arc.sources))
            elif edge.kind == EdgeKind.EFFECT:
                for source in arc.sources:
                    brings[INDEX[source]].append(Effect(edge, arc.target, sure))
                    if target is not None:
                        touched[target].append(Effect(edge, source, sure))
    return _Prepared(
        *(tuple(map(tuple, by_theme)) for by_theme in (pres, ways, brings, touched, unneeded)),
        tuple((beyond, tuple(chances[beyond])) for beyond in Beyond if beyond in chances),
    )


def _bits(nodes):
    return sum(BIT.get(node, 0) for node in nodes)


@lru_cache(maxsize=65536)
def _themes(bits):
    """The themes of some bits, in order."""
    return tuple(theme for theme in THEMES if bits & BIT[theme])


# --- one case ----------------------------------------------------------------------------------------


class _Sight(NamedTuple):
    """The states of a case as bits."""

    settled: int
    no_issue: int
    asked: int

    @property
    def open(self):
        return ALL & ~self.settled & ~self.no_issue


def _sight(states):
    settled = no_issue = asked = 0
    for theme, state in states.items():
        if state is None:
            continue
        bit = BIT[theme]
        asked |= bit
        if state in SETTLED_STATES:
            settled |= bit
        elif state == ThemeState.NO_ISSUE:
            no_issue |= bit
    return _Sight(settled, no_issue, asked)


def _evaluate(states, prepared):
    sight = _sight(states)
    is_open, asked = sight.open, sight.asked
    waits = [_waits(arrows, sight) for arrows in prepared.pres]
    surely = sum(1 << index for index, some in enumerate(waits) if any(one.sure for one in some))
    ways, rests = zip(*(_ways(arrows, sight, surely) for arrows in prepared.ways), strict=True)
    # Arrows from each open theme to the open themes that wait for it: any, those that are sure, and preconditions only.
    any_to, sure_to, pre_to = ([0] * len(THEMES) for _kind in range(3))
    for index, theme in enumerate(THEMES):
        bit = BIT[theme]
        if not is_open & bit:
            continue
        for one in waits[index]:
            counts = one.sure and asked & bit
            for source in one.missing:
                if (at := INDEX.get(source)) is not None:
                    pre_to[at] |= bit
                    any_to[at] |= bit
                    if counts:
                        sure_to[at] |= bit
        for rest, sure in rests[index] or ():
            for source in _themes(rest & is_open):
                any_to[INDEX[source]] |= bit
                if sure and asked & bit and asked & BIT[source]:
                    sure_to[INDEX[source]] |= bit
    circles = _circles(pre_to, waits, ways, surely)
    in_circle = sum(BIT[theme] for circle in circles for theme in circle.themes)
    themes = {}
    for index, theme in enumerate(THEMES):
        bit = BIT[theme]
        opens = bool(is_open & bit)
        state = states.get(theme)
        lasting = opens or state == ThemeState.SETTLED_FOR_NOW
        themes[theme] = ThemePicture(
            theme,
            state,
            Standing.OPEN if opens else Standing.NO_ISSUE if sight.no_issue & bit else Standing.SETTLED,
            waits[index] if lasting else (),
            ways[index],
            opens and rests[index] is not None,
            prepared.brings[index],
            prepared.touched_by[index],
            prepared.unneeded[index],
            _frees(index, any_to[index], sure_to, waits, rests) if any_to[index] else NOTHING_FREED,
            bool(in_circle & bit),
        )
    chances = {beyond: _waits(arrows, sight) for beyond, arrows in prepared.chances}
    return Picture(themes, chances, circles, _unlocks_most(themes, waits, ways, in_circle))


def _waits(arrows, sight):
    """The preconditions among some arrows that are not met."""
    found = []
    for edge, arc, mask, first, sure, _met in arrows:
        if first & sight.no_issue or mask & sight.settled:
            continue
        # What could stand in and is no issue is no help and no hindrance.
        left = mask & ~sight.no_issue
        missing = _themes(left) if mask else arc.sources
        found.append(Waiting(edge, missing, sure and not left & ~sight.asked))
    return tuple(found)


def _ways(arrows, sight, surely):
    """The ways to a theme, and what is left to do on each main way: (bits, sure); None where none is needed."""
    found, rests, there = [], [], False
    for edge, arc, mask, _first, sure, met in arrows:
        left = mask & ~sight.no_issue
        if mask and not left and not met:
            continue
        rest = 0 if met else left & ~sight.settled
        if met or (mask and not rest):
            state = WayState.TAKEN
        else:
            state = WayState.WAITING if rest & surely else WayState.OPEN
        found.append(Way(edge, arc.target, _themes(left) if left else arc.sources, state, sure))
        if edge.strength == Strength.MAIN_WAY:
            there = there or state == WayState.TAKEN
            rests.append((rest, sure))
    return tuple(found), (rests if rests and not there else None)


# --- what would be freed -----------------------------------------------------------------------------


def _frees(index, any_to, sure_to, waits, rests):
    """What would be freed by one open theme."""
    own = 1 << index
    directly = sure_to[index] & ~own
    reached, todo = directly | own, directly
    while todo:
        lowest = todo & -todo
        todo ^= lowest
        new = sure_to[lowest.bit_length() - 1] & ~reached
        reached |= new
        todo |= new
    at_once = sum(BIT[theme] for theme in _themes(directly) if _is_last(THEMES[index], theme, waits, rests))
    return Frees(
        _themes(directly), _themes(reached & ~directly & ~own), _themes(at_once), _themes(any_to & ~directly & ~own)
    )


def _is_last(theme, target, waits, rests):
    """Whether nothing sure keeps `target` waiting once `theme` is settled."""
    index = INDEX[target]
    if any(one.sure and theme not in one.missing for one in waits[index]):
        return False
    return rests[index] is None or any(rest == BIT[theme] for rest, _sure in rests[index])


def _unlocks_most(themes, waits, ways, in_circle):
    best, rank = None, (0, 0, 0)
    for theme, one in themes.items():
        frees = one.frees
        if not frees.directly or in_circle & BIT[theme] or not one.asked:
            continue
        edges = _resting_on(theme, frees.directly, waits, ways)
        own_word = {target for target, edge in edges if not edge.external}
        own = (frees.total, len(frees.directly), len(own_word))
        if own > rank:
            by_id = {edge.id: edge for _target, edge in edges}
            best, rank = UnlocksMost(theme, frees, tuple(by_id[key] for key in sorted(by_id))), own
    return best


def _resting_on(theme, targets, waits, ways):
    """(target, edge) of every arrow by which some themes wait for one."""
    return [
        (target, edge)
        for target in targets
        for edge in (
            *(one.edge for one in waits[INDEX[target]] if one.sure and theme in one.missing),
            *(
                way.edge
                for way in ways[INDEX[target]]
                if way.sure and theme in way.through and way.edge.strength == Strength.MAIN_WAY
            ),
        )
    ]


# --- circles -----------------------------------------------------------------------------------------


def _circles(pre_to, waits, ways, surely):
    """Open themes that wait for one another, by preconditions alone."""
    left = _trimmed(pre_to)
    circles = []
    while left:
        first = left & -left
        ahead = _reach(first, pre_to, left)
        members = first | sum(
            BIT[theme] for theme in _themes(ahead & ~first) if _reach(BIT[theme], pre_to, left) & first
        )
        if ahead & first:
            circles.append(_circle(members, waits, ways, surely))
        left &= ~members
    return tuple(circles)


def _trimmed(pre_to):
    """Without the themes that lie in no circle because nothing leads to them, or nothing on from them."""
    left = sum(1 << index for index, targets in enumerate(pre_to) if targets)
    while left:
        led_to = 0
        for theme in _themes(left):
            led_to |= pre_to[INDEX[theme]]
        keep = sum(BIT[theme] for theme in _themes(left & led_to) if pre_to[INDEX[theme]] & left)
        if keep == left:
            return left
        left = keep
    return 0


def _reach(start, pre_to, inside):
    """What is reached from a theme; itself only if a way leads back."""
    reached, todo = 0, start
    while todo:
        lowest = todo & -todo
        todo ^= lowest
        new = pre_to[lowest.bit_length() - 1] & inside & ~reached
        reached |= new
        todo |= new
    return reached


def _circle(members, waits, ways, surely):
    themes = _themes(members)
    inside, edges, ways_in = set(themes), {}, []
    sure = True
    for theme in themes:
        linked = [one for one in waits[INDEX[theme]] if inside.intersection(one.missing)]
        sure = sure and any(one.sure for one in linked)
        for one in linked:
            edges[one.edge.id] = one.edge
            for other in one.missing:
                if other not in inside:
                    state = WayState.WAITING if BIT[other] & surely else WayState.OPEN
                    ways_in.append(Way(one.edge, theme, (other,), state, one.sure))
        ways_in += [way for way in ways[INDEX[theme]] if not inside.intersection(way.through)]
    return Circle(themes, tuple(edges[key] for key in sorted(edges)), tuple(ways_in), sure)
