"""Lists of cases: FACTS only, so that counsellors and leads read the same rows, in a fixed number of statements.

One's own list says a little more: pauses, and why a case was closed.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils import timezone

from cases.enums import PauseKind, Phase
from cases.models import Appointment, Case, CasePause, CasePhase, ClientLanguage, Task
from umstieg.access.enums import Part, Role
from umstieg.access.readers import Reader
from umstieg.codelists.queries import Labels
from umstieg.core.addresses import address
from umstieg.core.blindindex import fold
from umstieg.core.composed import ask, count
from umstieg.core.formats import day, days_ago, weekday_and_day
from umstieg.core.pages import CAP, CappedPaginator
from umstieg.core.shown import Shown

from .case_filters import narrowed
from .contact import is_without_contact, with_allowance

PAGE = 25
PHASE, LANGUAGE = 1, 2
FAR_AHEAD = datetime.date(9999, 12, 31)


@dataclass
class CaseRow(Shown):
    """One case in a list, its facts ready to print. `pause` and `reason` are "" for who sees the facts alone."""

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
    is_quiet: bool = False
    next_appointment: str = ""
    overdue: int = 0
    languages: str = ""
    pause: str = ""
    reason: str = ""
    pillars: list[dict] = field(default_factory=list)  # only in one's own list, see queries.situation

    @property
    def url(self) -> str:
        """The address of the file."""
        return address("cases:detail", self.id)


def own_cases(user):
    """Cases in which `user` works: named on them, or stepped in."""
    return Case.objects.visible_to(user, Part.WORK)


def led_cases(user):
    """Cases of the teams that `user` leads today; a counselling lead's own cases in other teams are not among them."""
    return Case.objects.visible_to(user).filter(team_id__in=user.team_ids(Role.TEAM_LEAD))


def case_rows(cases, *, sort="contact", page=1, today=None, part=Part.FACTS):
    """A page of `cases` (a queryset already limited by `visible_to`) as (page object, list of CaseRow).

    `part` is what the reader sees of all of them; cases `with_shown_part` say it themselves. Beyond a thousand cases
    there is no order by pseudonym: the database cannot sort what is encrypted.
    """
    today = today or timezone.localdate()
    if sort == "pseudonym":
        found = list(cases.order_by().values_list("pk", "client__pseudonym", "closed_on")[: CAP + 1])
        if len(found) <= CAP:
            found.sort(key=lambda one: (one[2] is not None, fold(one[1]), str(one[0])))
            shown = CappedPaginator(found, PAGE).get_page(page)
            order = {pk: place for place, (pk, *_) in enumerate(shown.object_list)}
            values = sorted(_values(cases.filter(pk__in=order), today, part), key=lambda row: order[row[0]])
            return shown, _rows(values, today)
    shown = CappedPaginator(_values(_ordered(cases, sort), today, part), PAGE, counted=cases).get_page(page)
    return shown, _rows(list(shown.object_list), today)


def listed(of, user, choice, *, page=1, today, part=Part.FACTS):
    """`case_rows` of a whole list as `choice` narrows and sorts it, by statements that are composed once.

    `of` is whose list it is: `own_cases` or `led_cases`.
    """

    def cases(reader):
        reader = Reader.like(user, reader)
        return narrowed(of(reader), choice, user=reader, today=today)

    if choice.sort == "pseudonym":
        return case_rows(cases(user.pk), sort=choice.sort, page=page, today=today, part=part)
    key = (of.__name__, Reader.like(user), tuple(choice.parameters().items()), part)
    found = count(key, lambda reader: cases(reader).order_by().values_list("pk")[: CAP + 1], reader=user.pk)
    shown = CappedPaginator([], PAGE, counted=[None] * found).get_page(page)
    first = (shown.number - 1) * PAGE

    def rows(reader, now):
        return _values(_ordered(cases(reader), choice.sort, now), today, part, now)[first : first + PAGE]

    return shown, _rows(ask((*key, first), rows, reader=user.pk, now=timezone.now()), today)


def _ordered(cases, sort, now=None):
    """Running cases first, then the closed ones, the latest closed first; `cases_by_contact` is made for this order."""
    closed_last = F("closed_on").desc(nulls_first=True)
    if sort == "number":
        return cases.order_by(closed_last, "-number")
    if sort == "due":
        dates = [Coalesce(TruncDate(_next_appointment(now)), FAR_AHEAD), Coalesce(_next_task(), FAR_AHEAD)]
        return cases.annotate(next_on=Least(*dates)).order_by(closed_last, "next_on", "-number")
    return cases.order_by(closed_last, F("last_contact_at").desc(nulls_first=True), "-number")


def _next_appointment(now):
    coming = Appointment.objects.standing().filter(case=OuterRef("pk"), starts_at__gte=now or timezone.now())
    return Subquery(coming.order_by("starts_at").values("starts_at")[:1])


def _next_task():
    return Subquery(
        Task.objects.open().filter(case=OuterRef("pk"), due_on__isnull=False).order_by("due_on").values("due_on")[:1]
    )


def _values(cases, today, part, now=None):
    overdue = Task.objects.open().filter(case=OuterRef("pk"), due_on__lt=today).order_by().values("case")
    pause = CasePause.objects.in_force(today).filter(case=OuterRef("pk"))
    if "shown_part" not in cases.query.annotations:
        cases = cases.annotate(shown_part=models.Value(int(part)))
    cases = with_allowance(cases).annotate(
        next_at=_next_appointment(now),
        overdue=Subquery(overdue.annotate(number=Count("pk")).values("number")),
        pause=Subquery(pause.values("kind")[:1]),
        is_quiet=models.Case(models.When(is_without_contact(today), then=True), default=False),
    )
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
        "closing_reason",
        "last_contact_at",
        "last_contact_mode",
        "next_at",
        "overdue",
        "pause",
        "is_quiet",
        "shown_part",
    )


def _rows(values, today):
    phases, languages = more_of([row[0] for row in values], [row[2] for row in values])
    labels = Labels("contact_mode", "language", "closing_reason")
    rows = []
    for (
        pk,
        number,
        client,
        pseudonym,
        owner,
        counsellor,
        deputy,
        site,
        team,
        opened,
        closed,
        reason,
        last_at,
        mode,
        next_at,
        overdue,
        pause,
        is_quiet,
        part,
    ) in values:
        last = timezone.localtime(last_at).date() if last_at else None
        reads_notes = part is not None and part >= Part.NOTES
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
                is_quiet=is_quiet,
                next_appointment=_when(next_at, today) if not closed else "",
                overdue=overdue or 0,
                languages=", ".join(labels("language", key) for key in languages[client]),
                pause=PauseKind(pause).label if pause and reads_notes and not closed else "",
                reason=labels("closing_reason", reason, closed) if closed and reads_notes else "",
            )
        )
    return rows


def _when(at, today):
    """The day of an appointment; the time is not among the facts."""
    if at is None:
        return ""
    on = timezone.localtime(at).date()
    return days_ago(on, today) if on == today else weekday_and_day(on, today)


def more_of(case_ids, client_ids) -> tuple[dict, dict]:
    """({case id: running phases in the order of the path}, {client id: languages in which talks need a mediator}).

    That a language is needed is a fact, the level is not. One statement for both.
    """
    phases, languages = defaultdict(list), defaultdict(list)
    encrypted = ClientLanguage._meta.get_field("language")  # in a union only the first part is opened by itself
    for kind, of, value in ask("more_of", _more_of, cases=tuple(case_ids), clients=tuple(client_ids)):
        if kind == PHASE:
            phases[of].append(value)
        else:
            languages[of].append(encrypted.from_db_value(value, None, connection))
    for found in phases.values():
        found.sort(key=Phase.values.index)
    return phases, languages


def _more_of(cases, clients):
    """Rows of (PHASE, case, phase) and (LANGUAGE, client, language)."""
    phases = CasePhase.objects.filter(case_id__in=cases, ended_on=None).order_by()
    languages = ClientLanguage.objects.filter(client_id__in=clients, needs_mediation=True).order_by()
    return phases.values_list(models.Value(PHASE), "case_id", models.F("phase")).union(
        languages.values_list(models.Value(LANGUAGE), "client_id", models.F("language")), all=True
    )
