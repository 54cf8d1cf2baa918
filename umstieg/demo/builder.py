"""Carrying out the plan, through the services and with a real audit trail."""

from dataclasses import dataclass, field
from io import StringIO
from itertools import groupby

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from cases.models import Case, CounsellingSession
from cases.services.case import change_case, close_case, open_case, set_co_counsellors, set_phases
from cases.services.client import add_channel, add_language
from cases.services.session import correct_session, log_session
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, add_user
from umstieg.accounts.services.secrecy import record_binding
from umstieg.audit.recording import recording
from umstieg.centre.forms import SECRECY_TEXT
from umstieg.centre.models import Centre
from umstieg.centre.services import add_room, add_secrecy_text, add_site, add_team, name_centre, set_land

from . import people
from .bulk.building import build_in_bulk, is_unfinished
from .goals import lay_out_goals
from .guide import lay_out_guide
from .living import lay_out_living
from .money import lay_out_money
from .network import lay_out_network
from .planning import SEED, plan_centre, staff_began
from .present import Present
from .situation import lay_out_situations


class NotTheDemo(Exception):
    """Only the demo settings let this centre be built, and only into an empty database."""


@dataclass
class Built:
    """What stands afterwards. `is_new` is False when the centre had been built before and nothing was changed."""

    is_new: bool
    people: int = 0
    clients: int = 0
    cases: int = 0
    sessions: int = 0


@dataclass
class House:
    """The rows of the centre by the keys of the plan."""

    users: dict = field(default_factory=dict)
    sites: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    rooms: dict = field(default_factory=dict)  # {key of a site: its rooms, the protected ones first}


CLIENTS = 120
ONE_BY_ONE = 1_000  # clients at most through the services; a larger centre is the Ankerhof and others beside it


def build_centre(*, today, clients=CLIENTS, seed=SEED, one_by_one=ONE_BY_ONE, described=CLIENTS, tell=None) -> Built:
    """Build the Ankerhof as of `today` in one transaction: all of it or nothing.

    With more clients than `one_by_one` only so many are `described`; the others go into teams of their own beside
    them, many rows at once (`umstieg.demo.bulk`), and that part goes on where it was stopped.

    Raises NotTheDemo outside the demo settings, or when the database holds anything else than this centre.
    """
    if not settings.IS_DEMO:
        raise NotTheDemo("The demo centre is built with the demo settings only, never into a real centre.")
    beside = clients - described if clients > one_by_one else 0
    if Centre.objects.filter(name=people.CENTRE).exists():
        if beside and is_unfinished(beside):
            build_in_bulk(clients=beside, today=today, seed=seed, tell=tell)
            return _counted(is_new=True)
        return _counted(is_new=False)
    if User.objects.exists() or Case.objects.exists() or Centre.objects.exists():
        raise NotTheDemo("The database holds another centre; the demo centre needs an empty one.")
    plans = plan_centre(today=today, clients=clients - beside, seed=seed)
    with transaction.atomic():
        house = _set_up(today)
        known, built = {}, []
        for plan in plans:
            built.append((plan, _Case(plan, house, known).carry_out()))
        Present(today=today, house=house, cases=built, seed=seed).lay_out()
        running = [(plan, case) for plan, case in built if not plan.closed_on]
        lay_out_situations(cases=running, featured="Mara", house=house, today=today, seed=seed)
        lay_out_goals(cases=running, featured="Mara", house=house, today=today, seed=seed)
        lay_out_money(cases=running, featured="Mara", house=house, today=today)
        lay_out_guide(cases=running, featured="Mara", house=house)
        lay_out_living(cases=running, featured="Mara", house=house, today=today)
        lay_out_network(users=house.users, today=today)
    call_command("verify_audit", stdout=StringIO())  # so that data protection sees when it was last done
    if beside:
        build_in_bulk(clients=beside, today=today, seed=seed, tell=tell)
    return _counted(is_new=True)


def _set_up(today):
    """Ole sets up the house and adds everybody; his own account comes first and from nobody."""
    house = House()
    began = staff_began(today)
    first, *others = people.STAFF
    with recording():
        house.users[first.key] = _add(first, house, began, by=None)
    ole = house.users[first.key]
    with recording(actor=ole):
        name_centre(name=people.CENTRE, carrier=people.CARRIER, by=ole)
        for key, site in people.SITES.items():
            house.sites[key] = add_site(**vars(site), by=ole)
        for key, team in people.TEAMS.items():
            house.teams[key] = add_team(name=team.name, site=house.sites[team.site], by=ole)
        set_land(land=people.LAND, by=ole)
        add_secrecy_text(text=SECRECY_TEXT, valid_from=min(began.values()), by=ole)
        record_binding(user=ole, bound_on=began[first.key], by=ole)
        for site, name, is_protected in people.ROOMS:
            room = add_room(site=house.sites[site], name=name, is_protected=is_protected, by=ole)
            house.rooms.setdefault(site, []).append(room)
    for person in others:
        with recording(actor=ole):
            house.users[person.key] = _add(person, house, began, by=ole)
    return house


def _add(person, house, began, *, by):
    user = add_user(email=person.email, name=person.name, password=people.PASSWORD, by=by)
    if by:
        record_binding(user=user, bound_on=began[person.key], by=by)
    for role, team in person.roles:
        add_membership(
            user=user, role=role, team=house.teams[team] if team else None, started_on=began[person.key], by=by
        )
    return user


class _Case:
    """Carries out one plan: its acts in order, those that follow each other by one person in one recording."""

    def __init__(self, plan, house, known):
        self.plan = plan
        self.house = house
        self.known = known  # {id of a client's plan: her row}, for those who come back
        self.case = None

    def carry_out(self) -> Case:
        for who, acts in groupby(self._acts(), key=lambda pair: pair[0]):
            user = self.house.users[who]
            with recording(actor=user):
                for _who, act in acts:
                    act(user)
        return self.case

    def _acts(self):
        """(key of a person, what she does) in the order of the days; on one day phases before talks."""
        plan, contact = self.plan, self.plan.counsellor
        dated = [(plan.opened_on, 0, contact, self._open)]
        dated += [(on, 1, contact, self._phases(on, phases)) for on, phases in plan.phases[1:]]
        if plan.co:
            dated.append((plan.co.started_on, 2, contact, self._co(plan.co.started_on, [plan.co.user])))
            if plan.co.ended_on:
                dated.append((plan.co.ended_on, 5, contact, self._co(plan.co.ended_on, [])))
        dated += [(session.on, 3, session.by, self._session(session)) for session in plan.sessions]
        if plan.client_since:
            dated.append((plan.client_since, 4, contact, self._client_since))
        if plan.closed_on:
            dated.append((plan.closed_on, 6, contact, self._close))
        return [(who, act) for _on, _rank, who, act in sorted(dated, key=lambda entry: entry[:2])]

    def _open(self, by):
        plan = self.plan
        client = self.known.get(id(plan.client))
        who = {"client": client} if client else {"client_facts": plan.client.facts}
        self.case = open_case(
            team=self.house.teams[plan.team],
            counsellor=by,
            deputy=self.house.users[plan.deputy] if plan.deputy else None,
            access_route=plan.access_route,
            opened_on=plan.opened_on,
            by=by,
            **who,
        )
        if client is None:
            self.known[id(plan.client)] = self.case.client
            for language in plan.client.languages:
                add_language(client=self.case.client, by=by, **language)
            for channel in plan.client.channels:
                add_channel(client=self.case.client, by=by, **channel)

    def _phases(self, on, phases):
        return lambda by: set_phases(case=self.case, phases=phases, by=by, on=on)

    def _co(self, on, keys):
        users = [self.house.users[key] for key in keys]
        return lambda by: set_co_counsellors(case=self.case, users=users, by=by, on=on)

    def _session(self, session):
        def log(by):
            facts = dict(session.facts)
            if facts.pop("at_the_centre"):
                facts["site"] = self.case.site
            logged = log_session(case=self.case, started_at=session.started_at, by=by, **facts)
            if session.correction:
                correct_session(session=logged, by=by, version=logged.version, **session.correction)

        return log

    def _client_since(self, by):
        change_case(case=self.case, client_since=self.plan.client_since, by=by)

    def _close(self, by):
        close_case(case=self.case, reason=self.plan.closing_reason, by=by, on=self.plan.closed_on)


def _counted(*, is_new):
    return Built(
        is_new=is_new,
        people=User.objects.filter(is_active=True).count(),  # whoever is only invited does not work here yet
        clients=Case.objects.values("client").distinct().count(),
        cases=Case.objects.count(),
        sessions=CounsellingSession.objects.count(),
    )
