"""Lists of cases: FACTS only, so that counsellors and leads read the same rows, in a fixed number of statements."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from cases.enums import Phase, SessionResult
from cases.models import Case, CasePhase, ClientLanguage, CounsellingSession
from umstieg.access.enums import Part, Role
from umstieg.codelists.queries import Labels
from umstieg.core.blindindex import fold
from umstieg.core.formats import day, days_ago

PAGE = 25
SORTS = ("contact", "number", "pseudonym")
STATES = ("running", "closed", "all")


@dataclass
class CaseRow:
    """One case in a list, its facts ready to print."""

    id: str
    number: str
    pseudonym: str
    counsellor: str
    counsellor_id: int
    deputy: str
    site: str
    team: str
    opened: str
    closed: str
    phases: list[str] = field(default_factory=list)
    last_contact: str = ""
    last_contact_on: str = ""
    last_mode: str = ""
    languages: str = ""


def own_cases(user):
    """Cases of which `user` sees the notes: those of a counsellor."""
    return Case.objects.visible_to(user, Part.NOTES)


def led_cases(user):
    """Cases of the teams that `user` leads today; a counselling lead's own cases in other teams are not among them."""
    return Case.objects.visible_to(user).filter(team_id__in=user.team_ids(Role.TEAM_LEAD))


def last_held(field_name):
    """Subquery: a field of the latest session of a case that came about."""
    latest = CounsellingSession.objects.filter(case=OuterRef("pk"), result=SessionResult.HELD).order_by(
        "-started_at", "-id"
    )
    return Subquery(latest.values(field_name)[:1])


def case_rows(cases, *, sort="contact", page=1, today=None):
    """A page of `cases` (a queryset already limited by `visible_to`) as (page object, list of CaseRow)."""
    today = today or timezone.localdate()
    cases = cases.annotate(last_at=last_held("started_at"), last_mode=last_held("mode"))
    if sort == "pseudonym":  # encrypted: the database cannot sort it
        pairs = sorted(cases.values_list("pk", "client__pseudonym"), key=lambda pair: (fold(pair[1]), str(pair[0])))
        shown = Paginator([pk for pk, _ in pairs], PAGE).get_page(page)
        order = {pk: place for place, pk in enumerate(shown.object_list)}
        values = sorted(_values(cases.filter(pk__in=order)), key=lambda row: order[row[0]])
    else:
        # Running cases first; among them those without any contact yet, then the latest contact.
        closed_last = models.Case(models.When(closed_on=None, then=0), default=1)
        by = {"contact": [closed_last, F("last_at").desc(nulls_first=True), "-number"], "number": ["-number"]}[sort]
        shown = Paginator(_values(cases.order_by(*by)), PAGE).get_page(page)
        values = list(shown.object_list)
    return shown, _rows(values, today)


def _values(cases):
    return cases.values_list(
        "pk",
        "number",
        "client_id",
        "client__pseudonym",
        "counsellor_id",
        "counsellor__name",
        "deputy__name",
        "site__name",
        "team__name",
        "opened_on",
        "closed_on",
        "last_at",
        "last_mode",
    )


def _rows(values, today):
    phases = running_phases([row[0] for row in values])
    languages = needed_languages([row[2] for row in values])
    labels = Labels("contact_mode", "language")
    rows = []
    for pk, number, client, pseudonym, owner, counsellor, deputy, site, team, opened, closed, last_at, mode in values:
        last = timezone.localtime(last_at).date() if last_at else None
        rows.append(
            CaseRow(
                id=str(pk),
                number=number,
                pseudonym=pseudonym,
                counsellor=counsellor,
                counsellor_id=owner,
                deputy=deputy or "",
                site=site,
                team=team,
                opened=day(opened),
                closed=day(closed),
                phases=[Phase(phase).label for phase in phases[pk]],
                last_contact=days_ago(last, today),
                last_contact_on=day(last),
                last_mode=labels("contact_mode", mode),
                languages=", ".join(labels("language", key) for key in languages[client]),
            )
        )
    return rows


def running_phases(case_ids) -> dict:
    """{case id: running phases in the order of the path}."""
    order = Phase.values
    found = defaultdict(list)
    rows = CasePhase.objects.filter(case_id__in=case_ids, ended_on=None).values_list("case_id", "phase")
    for case_id, phase in sorted(rows, key=lambda row: order.index(row[1])):
        found[case_id].append(phase)
    return found


def needed_languages(client_ids) -> dict:
    """{client id: languages in which talks need a mediator}; that they are needed is a fact, the level is not."""
    found = defaultdict(list)
    rows = ClientLanguage.objects.filter(client_id__in=client_ids, needs_mediation=True).order_by("pk")
    for client_id, language in rows.values_list("client_id", "language"):
        found[client_id].append(language)
    return found


def list_choice(parameters) -> dict:
    """State, phase and order of a list from the parameters of its address; anything unknown becomes the default."""
    return {
        "state": parameters.get("state") if parameters.get("state") in STATES else STATES[0],
        "phase": parameters.get("phase") if parameters.get("phase") in Phase.values else "",
        "sort": parameters.get("sort") if parameters.get("sort") in SORTS else SORTS[0],
        "phases": Phase.choices,
    }


def filtered(cases, *, state="running", phase="", **_other):
    """Narrow a list by state and running phase; unknown values narrow nothing."""
    if state == "running":
        cases = cases.filter(closed_on=None)
    elif state == "closed":
        cases = cases.filter(closed_on__isnull=False)
    if phase in Phase.values:
        cases = cases.filter(pk__in=CasePhase.objects.filter(phase=phase, ended_on=None).values("case_id"))
    return cases
