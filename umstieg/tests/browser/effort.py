"""How much work a page makes, by the keystroke-level model: what is pressed and pointed at is counted while it is done."""

from dataclasses import dataclass, field

KEY, DECISION, POINTING = 0.28, 1.35, 1.1  # seconds
MOST_TABS = 60
FOOT = 80  # px that the save bar covers


@dataclass
class Effort:
    """One focused control used is one interaction. Keys, pointings (a swipe counts as one) and decisions add up."""

    page: object
    lines: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def count(self, what, *, keys=0, pointings=0):
        seconds = DECISION + keys * KEY + pointings * POINTING
        self.seconds += seconds
        self.lines.append(f"{len(self.lines) + 1:2}. {what}: {keys} keys, {pointings} pointings, {seconds:.1f} s")

    @property
    def interactions(self):
        return len(self.lines)

    def report(self) -> str:
        return "\n".join(
            [*self.lines, f"{self.interactions} interactions, {self.seconds:.1f} s (text of the note apart)"]
        )

    # --- by keyboard -----------------------------------------------------------------------------------

    def tab_to(self, selector) -> int:
        """Go on by Tab until the focus is at `selector`; returns how often."""
        for pressed in range(MOST_TABS):
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return pressed
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} times Tab, and not at {selector}")

    def press(self, what, *keys, at=None, text=""):
        """Go to `at`, press keys (a combination counts each), then type `text`."""
        before = self.tab_to(at) if at else 0
        for key in keys:
            self.page.keyboard.press(key)
        if text:
            self.page.keyboard.type(text)
        self.count(what, keys=before + sum(key.count("+") + 1 for key in keys) + len(text))

    # --- by thumb --------------------------------------------------------------------------------------

    def tap(self, what, locator, text="", *, keys=None):
        """Swipe to what one sees, tap it, then type. `keys`: how many of the typed letters count."""
        box, height = locator.bounding_box(), self.page.viewport_size["height"]
        at_the_foot = locator.evaluate("(el) => Boolean(el.closest('.savebar, .tabbar'))")  # always in view
        hidden = 0 if at_the_foot else max(box["y"] + box["height"] - height + FOOT, -box["y"], 0)
        swipes = -(-int(hidden) // int(height * 0.7))
        locator.tap()
        if text:
            self.page.keyboard.type(text)
        self.count(what, pointings=1 + swipes, keys=len(text) if keys is None else keys)
