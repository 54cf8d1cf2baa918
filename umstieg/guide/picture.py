"""What the engine says about one case: plain values, ready to be drawn as a picture or written as a list."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .edges import Edge, Node
from .enums import (
    NOT_ASKED_GLYPH,
    PILLAR_OF,
    RESTRICTED,
    WAITING_GLYPH,
    Beyond,
    Pillar,
    Standing,
    Theme,
    ThemeState,
    WayState,
)


class Waiting(NamedTuple):
    """A precondition that is not met. `missing`: one of these is enough. Not `sure`: it may matter.

    It may matter when a fact its edge asks for is unknown, or when nobody has asked about a theme of `missing`.
    """

    edge: Edge
    missing: tuple[Node, ...]
    sure: bool


class Way(NamedTuple):
    """One way to a theme. `through`: the themes it leads through, all of them; none where a fact alone opens it."""

    edge: Edge
    target: Theme
    through: tuple[Node, ...]
    state: WayState
    sure: bool


class Effect(NamedTuple):
    """What comes with a theme, or from one (`theme` is the other end). It never lets anything wait."""

    edge: Edge
    theme: Node
    sure: bool


class Unneeded(NamedTuple):
    """What a theme explicitly does not need."""

    edge: Edge
    themes: tuple[Node, ...]


class Frees(NamedTuple):
    """What settling a theme would do. `at_once`: those of `directly` for which nothing else would be missing.

    Only what is sure and asked about is counted; `perhaps` holds what it may free directly beside that.
    """

    directly: tuple[Theme, ...] = ()
    after: tuple[Theme, ...] = ()
    at_once: tuple[Theme, ...] = ()
    perhaps: tuple[Theme, ...] = ()

    @property
    def total(self) -> int:
        return len(self.directly) + len(self.after)


NOTHING_FREED = Frees()


class ThemePicture(NamedTuple):
    """One theme. Of a theme settled for now, `waits_for` says what a lasting solution would need."""

    theme: Theme
    state: ThemeState | None
    standing: Standing
    waits_for: tuple[Waiting, ...]
    ways: tuple[Way, ...]
    needs_way: bool
    brings: tuple[Effect, ...]
    touched_by: tuple[Effect, ...]
    does_not_need: tuple[Unneeded, ...]
    frees: Frees
    in_circle: bool

    @property
    def pillar(self) -> Pillar:
        return PILLAR_OF[self.theme]

    @property
    def asked(self) -> bool:
        return self.state is not None

    @property
    def restricted(self) -> bool:
        return self.theme in RESTRICTED

    @property
    def waits(self) -> bool:
        """It is open and something surely comes before it, or none of its main ways is there yet."""
        return self.standing == Standing.OPEN and (self.needs_way or any(one.sure for one in self.waits_for))

    @property
    def may_wait(self) -> bool:
        """It is open and something may matter that is not known."""
        return self.standing == Standing.OPEN and any(not one.sure for one in self.waits_for)

    @property
    def glyph(self) -> str:
        """The code of its sign: urgent and in progress stay so even where something is waited for."""
        if self.state is None:
            return NOT_ASKED_GLYPH
        return WAITING_GLYPH if self.state == ThemeState.UNCLEAR and self.waits else self.state.glyph


class Circle(NamedTuple):
    """Open themes each of which waits for the others, with the ways in from outside. It has no first and no last."""

    themes: tuple[Theme, ...]
    edges: tuple[Edge, ...]
    ways_in: tuple[Way, ...]
    sure: bool


class UnlocksMost(NamedTuple):
    """The one open theme that would free the most, and the sentences its direct arrows rest on."""

    theme: Theme
    frees: Frees
    edges: tuple[Edge, ...]

    @property
    def reason(self) -> str:
        """In one sentence, e.g. for the head of the page."""
        directly, after = self.frees.directly, self.frees.after
        first = ngettext(
            "%(count)d theme waits directly for it (%(themes)s)",
            "%(count)d themes wait directly for it (%(themes)s)",
            len(directly),
        ) % {"count": len(directly), "themes": _named(directly)}
        if not after:
            return _("%(first)s.") % {"first": first}
        then = ngettext("%(count)d more after that (%(themes)s)", "%(count)d more after that (%(themes)s)", len(after))
        return _("%(first)s, %(then)s.") % {
            "first": first,
            "then": then % {"count": len(after), "themes": _named(after)},
        }


def _named(themes):
    return ", ".join(str(theme.label) for theme in themes)


class Picture(NamedTuple):
    """All themes of a case in the order of the pillars, what else could come about, and what would help most."""

    themes: dict[Theme, ThemePicture]
    chances: dict[Beyond, tuple[Waiting, ...]]
    circles: tuple[Circle, ...]
    unlocks_most: UnlocksMost | None

    def of(self, pillar: Pillar) -> tuple[ThemePicture, ...]:
        return tuple(one for one in self.themes.values() if one.pillar == pillar)

    @property
    def possible_now(self) -> tuple[ThemePicture, ...]:
        """Open and asked about, and waiting for nothing that is sure."""
        return tuple(
            one for one in self.themes.values() if one.standing == Standing.OPEN and one.asked and not one.waits
        )

    @property
    def waiting(self) -> tuple[ThemePicture, ...]:
        return tuple(one for one in self.themes.values() if one.asked and one.waits)

    @property
    def settled(self) -> tuple[ThemePicture, ...]:
        return tuple(one for one in self.themes.values() if one.standing == Standing.SETTLED)

    @property
    def not_asked(self) -> tuple[Theme, ...]:
        return tuple(theme for theme, one in self.themes.items() if not one.asked)
