"""The whole centre on paper: plain facts, no database. The builder then carries it out through the services."""

import datetime
from dataclasses import dataclass, field


@dataclass
class ClientPlan:
    """A client. `facts` are fields of Client without those that hang on the day of opening."""

    facts: dict
    first_language: str
    languages: list[dict]
    channel_kinds: list[str]
    channel_values: list[str]
    age_at_opening: int
    age_kept_as: str  # "birth_year", "age" or ""
    has_children: bool
    channels: list[dict] = field(default_factory=list)

    @property
    def pseudonym(self):
        return self.facts["pseudonym"]

    @property
    def needs_mediation(self):
        return any(language["needs_mediation"] for language in self.languages)


@dataclass
class SessionPlan:
    """One session; `correction` is what it was corrected to later, with its reason."""

    by: str
    on: datetime.date
    facts: dict = field(default_factory=dict)
    started_at: datetime.datetime | None = None
    correction: dict | None = None


@dataclass
class CoPlan:
    """A colleague who works on a case too, for a while or until now."""

    user: str
    started_on: datetime.date
    ended_on: datetime.date | None = None


@dataclass
class CasePlan:
    """One case. `last_on` is the day of its last contact, `phases` what runs from a day on."""

    client: ClientPlan
    opened_on: datetime.date
    last_on: datetime.date
    featured: object | None = None
    counsellor: str = ""
    team: str = ""
    deputy: str | None = None
    access_route: str = ""
    closed_on: datetime.date | None = None
    closing_reason: str = ""
    client_since: datetime.date | None = None
    session_count: int = 1
    phases: list[tuple[datetime.date, frozenset]] = field(default_factory=list)
    sessions: list[SessionPlan] = field(default_factory=list)
    co: CoPlan | None = None

    @property
    def active_days(self):
        return (self.last_on - self.opened_on).days
