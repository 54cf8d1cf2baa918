"""Planning the whole centre: the same seed and day give the same plan."""

import datetime
import math
import random

from . import distributions as share
from .clients import ClientDrawer, keep_for
from .course import days_before, phase_course, phase_path, session_days, workday
from .featured import FEATURED
from .people import CASE_LOAD, STAFF, colleagues
from .plan import CasePlan, CoPlan, SessionPlan
from .sessions import SessionWriter

SEED = 20261
YEARS = 2
GROWTH = 1.3  # above 1: more cases are opened in the second year than in the first
FEWEST, MOST = 8, 1_000  # described one by one; beyond that see umstieg.demo.bulk
JANA = ("jana", "mitte")
# Colleagues who work on a case of somebody else: (contact person's key, colleague's key, already ended).
CO_COUNSELLING = (
    ("jana", "emre", False),
    ("emre", "jana", False),
    ("petra", "jana", False),
    ("ines", "petra", False),
    ("jana", "petra", True),
)
PLANNED_ENDS = ("ziele_erreicht", "einvernehmlich")


def plan_centre(*, today, clients, seed=SEED) -> list[CasePlan]:
    """All cases of about `clients` people, in the order in which they were opened."""
    if not FEWEST <= clients <= MOST:
        raise ValueError(f"The demo centre has {FEWEST} to {MOST} clients.")
    rng = random.Random(seed)
    cases = _first_cases(rng, today, clients)
    _close(rng, today, cases)
    cases += _second_cases(rng, today, cases)
    _give_contact_people(rng, cases)
    _count_sessions(rng, cases)
    _give_closing_reasons(rng, cases)
    cases.sort(key=lambda case: (case.opened_on, case.client.pseudonym))
    _lay_out(rng, today, cases)
    _share_some(rng, today, cases)
    SessionWriter(rng, today).fill(cases)
    _tell_who_is_client(rng, cases)
    return cases


def _first_cases(rng, today, total):
    """One case per client, spread evenly over the years. Half of a very small centre is described, half is drawn."""
    described = FEATURED[: total // 2]
    drawer = ClientDrawer(rng, total)
    routes = share.Deck(rng, share.ACCESS_ROUTE, total)
    silences = share.Deck(rng, share.SILENCE, total)
    cases = []
    for one in described:
        opened_on, last_on = days_before(today, one.opened), days_before(today, one.last)
        client = drawer.described(one)
        silences.take(next(band for band in share.SILENCE if band[0] <= one.last <= band[1]))
        cases.append(CasePlan(client, opened_on, last_on, featured=one, access_route=routes.draw()))
    others = total - len(described)
    for place in range(others):
        days = 4 + round(((place + rng.random()) / others) ** GROWTH * (365 * YEARS - 6))
        opened_on = days_before(today, days)
        last_on = max(opened_on, days_before(today, rng.randint(*silences.draw())))
        cases.append(CasePlan(drawer.any(), opened_on, last_on, access_route=routes.draw()))
    return cases


def _close(rng, today, cases):
    """Close a third of all cases, the older the likelier. `last_on` moves to the end."""
    wanted = round((len(cases) + _second_count(cases)) * share.CLOSED_SHARE)
    for case in cases:
        if case.featured and case.featured.closed:
            case.closed_on = days_before(today, case.featured.closed)
            wanted -= 1
    open_days = {id(case): (today - case.opened_on).days for case in cases}
    candidates = [case for case in cases if not case.featured and open_days[id(case)] >= 60]
    candidates.sort(key=lambda case: rng.random() ** (1 / open_days[id(case)]), reverse=True)
    for case in candidates[:wanted]:
        days = open_days[id(case)]
        case.closed_on = max(case.opened_on, days_before(today, rng.randint(4, round(days * 0.75))))


def _second_cases(rng, today, cases):
    """A few clients came back after their first case was closed."""
    long_ago = today - datetime.timedelta(days=70)
    closed = [case for case in cases if case.closed_on and case.closed_on <= long_ago and not case.featured]
    again = []
    for first in rng.sample(closed, min(_second_count(cases), len(closed))):
        opened_on = workday(
            first.closed_on + datetime.timedelta(days=rng.randint(20, (today - first.closed_on).days - 12))
        )
        opened_on = max(opened_on, first.closed_on + datetime.timedelta(days=1))
        last_on = max(opened_on, days_before(today, rng.randint(2, 20)))
        again.append(CasePlan(first.client, opened_on, last_on, access_route="klientin"))
    return again


def _second_count(cases):
    return math.ceil(len(cases) * share.SECOND_CASE_SHARE)


def _give_contact_people(rng, cases):
    """Running and closed cases are dealt apart, so that everybody's load today is as agreed."""
    for group in ([case for case in cases if not case.closed_on], [case for case in cases if case.closed_on]):
        deck = share.Deck(rng, CASE_LOAD, len(group))
        for case in sorted(group, key=lambda case: case.featured is None):
            case.counsellor, case.team = deck.take(JANA) if case.featured else deck.draw()
            if case.featured or rng.random() < 0.85:
                case.deputy = rng.choice(colleagues(case.counsellor, case.team))


def _count_sessions(rng, cases):
    """Deal the numbers of sessions: the longer a case lasts, the more, but by no means strictly."""
    numbers = share.session_counts(len(cases))
    for case in cases:
        if case.featured:
            case.session_count = wanted = case.featured.sessions
            numbers.remove(min(numbers, key=lambda number: abs(number - wanted)))
    others = sorted(
        (case for case in cases if not case.featured),
        key=lambda case: (case.active_days + 5) * math.exp(rng.gauss(0, 0.6)),
    )
    for case, number in zip(others, numbers, strict=True):
        fewest = 1 if case.closed_on or not case.active_days else 2  # the first contact and the latest one
        case.session_count = max(fewest, min(number, case.active_days * 5 // 7))


def _give_closing_reasons(rng, cases):
    """Who came often has more likely reached what she wanted; who was in the wrong place came once or twice."""
    closed = [case for case in cases if case.closed_on]
    deck = share.Deck(rng, share.CLOSING_REASON, len(closed))
    for case in closed:
        if case.featured:
            case.closing_reason = deck.take(case.featured.closing_reason)
    others = [case for case in closed if not case.featured]
    others.sort(key=lambda case: case.session_count * math.exp(rng.gauss(0, 0.4)), reverse=True)
    rank = {"ziele_erreicht": 0, "nicht_zustaendig": 2}
    for case, reason in zip(others, sorted(deck.cards, key=lambda reason: rank.get(reason, 1)), strict=True):
        case.closing_reason = reason


def _lay_out(rng, today, cases):
    """Days of the sessions and course of the phases."""
    known = set()
    for case in cases:
        if id(case.client) not in known:
            known.add(id(case.client))
            keep_for(rng, case.client, counsellor=case.counsellor, opened_on=case.opened_on)
        if case.closed_on:
            if case.session_count == 1:
                case.closed_on = min(case.closed_on, days_before(case.opened_on, -rng.randint(20, 90)))
            silent = rng.randint(75, 150) if case.closing_reason == "kein_kontakt_mehr" else rng.randint(0, 6)
            case.last_on = max(case.opened_on, workday(case.closed_on - datetime.timedelta(days=silent)))
        script = case.featured.script if case.featured else ()
        fixed = sorted({days_before(today, one.ago) for one in script})
        until = fixed[0] if fixed else case.last_on
        days = session_days(rng, case.opened_on, until, max(1, case.session_count - max(0, len(fixed) - 1)))
        days = sorted({*days, *fixed})
        case.sessions = [SessionPlan(by=case.counsellor, on=day) for day in days]
        planned_end = case.closing_reason in PLANNED_ENDS and len(days) >= 6
        path = case.featured.phases if case.featured else phase_path(rng, len(days), planned_end=planned_end)
        case.phases = phase_course(
            rng, path, case.opened_on, case.last_on, reach_end=planned_end or case.featured is not None
        )


def _share_some(rng, today, cases):
    """A few longer cases have a second person beside the contact person, who takes some of the talks."""
    for contact, colleague, ended in CO_COUNSELLING:
        possible = [
            case
            for case in cases
            if case.counsellor == contact
            and not case.closed_on
            and not case.co
            and not case.featured
            and case.deputy != colleague
            and len(case.sessions) >= 6
        ]
        if not possible:
            continue
        case = rng.choice(possible)
        started_on = case.sessions[2].on
        case.co = CoPlan(colleague, started_on, max(started_on, case.sessions[-2].on) if ended else None)
        for session in case.sessions[3:-1]:
            if rng.random() < 0.3:
                session.by = colleague


def _tell_who_is_client(rng, cases):
    """A client is who came more than once: from the second talk that came about."""
    for case in cases:
        held = [session.on for session in case.sessions if session.facts["result"] == "HELD"]
        if len(held) > 1:
            case.client_since = held[1]


def staff_began(today) -> dict:
    """{key of a person: the day she began}; before the first case in any case."""
    return {one.key: today - datetime.timedelta(days=one.days) for one in STAFF}
