"""Narrowing a list of cases by what stands in its address; anything unknown narrows nothing."""

from dataclasses import dataclass, field

from cases.enums import Phase
from cases.models import CasePause, CasePhase
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership
from umstieg.centre.models import Site
from umstieg.core.composed import ask

from .contact import without_contact

STATES = ("running", "closed", "all")
SORTS = ("contact", "due", "number", "pseudonym")
LED_SORTS = ("contact", "number", "pseudonym")  # the next step of all cases of a team is no order by an index
MOST_PEOPLE = 150
ROLES = ("contact", "co")
SIGNS = ("quiet", "paused")
LED_SIGNS = ("quiet",)  # that a case pauses is none of the facts


@dataclass
class Choice:
    """What somebody has chosen, and what there is to choose from (`sites`, `people`: (id, name) pairs)."""

    state: str = STATES[0]
    phase: str = ""
    site: str = ""
    role: str = ""
    person: str = ""
    sign: str = ""
    sort: str = SORTS[0]
    sites: list[tuple[str, str]] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    phases = Phase.choices

    @property
    def narrows(self) -> bool:
        """Whether anything but the state narrows the list."""
        return bool(self.phase or self.site or self.role or self.person or self.sign)

    def parameters(self) -> dict:
        """The choice as parameters of an address, without what holds anyhow."""
        standard = {"state": STATES[0], "sort": SORTS[0]}
        names = ("state", "phase", "site", "role", "person", "sign", "sort")
        return {name: value for name in names if (value := getattr(self, name)) and value != standard.get(name)}


def own_choice(parameters) -> Choice:
    """The choice on one's own list."""
    choice = _choice(parameters, SORTS, SIGNS)
    choice.role = _one_of(parameters.get("role"), ROLES)
    return choice


def led_choice(parameters, user) -> Choice:
    """The choice on the list of the teams `user` leads."""
    choice = _choice(parameters, LED_SORTS, LED_SIGNS)
    # Those who were counsellors there, too: they may still stand on a case.
    teams = tuple(sorted(user.team_ids(Role.TEAM_LEAD)))
    found = ask(("counsellors_of", teams), lambda: _counsellors_of(teams))
    # Nobody picks from hundreds of names; so many teams at once are looked at as a whole, or by the search.
    choice.people = [(str(pk), name) for pk, name in found] if len(found) <= MOST_PEOPLE else []
    choice.person = _one_of(parameters.get("person"), dict(choice.people))
    return choice


def _counsellors_of(teams):
    people = Membership.objects.filter(role=Role.COUNSELLOR, team_id__in=teams)
    return people.order_by("user__name", "user_id").values_list("user_id", "user__name").distinct()[: MOST_PEOPLE + 1]


def _choice(parameters, sorts, signs) -> Choice:
    found = ask(("sites",), lambda: Site.objects.order_by("name").values_list("pk", "name"))
    sites = [(str(pk), name) for pk, name in found]
    return Choice(
        state=_one_of(parameters.get("state"), STATES) or STATES[0],
        phase=_one_of(parameters.get("phase"), Phase.values),
        site=_one_of(parameters.get("site"), dict(sites)),
        sign=_one_of(parameters.get("sign"), signs),
        sort=_one_of(parameters.get("sort"), sorts) or sorts[0],
        sites=sites,
    )


def _one_of(value, known) -> str:
    return value if value in known else ""


def narrowed(cases, choice, *, user, today):
    """The cases that `choice` asks for; `user` is whose part in them `choice.role` means."""
    if choice.state == "running":
        cases = cases.filter(closed_on=None)
    elif choice.state == "closed":
        cases = cases.filter(closed_on__isnull=False)
    if choice.phase:
        cases = cases.filter(pk__in=CasePhase.objects.filter(phase=choice.phase, ended_on=None).values("case_id"))
    if choice.site:
        cases = cases.filter(site_id=choice.site)
    if choice.person:
        cases = cases.filter(counsellor_id=choice.person)
    if choice.role == "contact":
        cases = cases.filter(counsellor_id=user.pk)
    elif choice.role == "co":
        cases = cases.exclude(counsellor_id=user.pk)
    if choice.sign == "quiet":
        cases = without_contact(cases, today)
    elif choice.sign == "paused":
        cases = cases.filter(closed_on=None, pk__in=CasePause.objects.in_force(today).values("case_id"))
    return cases
