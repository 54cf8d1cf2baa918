"""One line of what happened in a case, whatever it is about: in the timeline and in the reading view."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from umstieg.core.shown import Shown

LONG, START = 700, 360  # characters of a note that is folded, and of what is seen of it


@dataclass
class Entry(Shown):
    """One line of the timeline, ready to print. `is_minor`: kept by the system, not written by a person."""

    at: datetime.datetime
    icon: str
    title: str
    day: str = ""
    time: str = ""
    aside: str = ""
    text: str = ""
    tags: list[str] = field(default_factory=list)
    url: str = ""
    is_minor: bool = False
    is_corrected: bool = False

    @property
    def is_long(self):
        return len(self.text) > LONG

    @property
    def start(self):
        """The beginning of a long note, up to a blank."""
        return f"{self.text[:START].rsplit(None, 1)[0]} …"


def event(on, icon, title, aside="", *, text="", at=datetime.time(), **more) -> Entry:
    """Something of a day: it stands before the talks of that day, or after them with a late `at`."""
    moment = timezone.make_aware(datetime.datetime.combine(on, at))
    return Entry(at=moment, icon=icon, title=title, aside=aside, text=text, **{"is_minor": True, **more})
