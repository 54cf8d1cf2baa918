"""Building a large centre beside the Ankerhof: its people, then every counsellor's cases, by several processes."""

import contextlib
import datetime
import math
import multiprocessing
import random

from django.contrib.auth.hashers import make_password
from django.db import connection, connections, transaction

from cases.models import Case
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, SpokenLanguage, User
from umstieg.audit.recording import act, recording
from umstieg.centre.models import Site, Team
from umstieg.core.models import NumberSeries

from .. import names, people
from .casework import LONG_AGO, PER_COUNSELLOR, Caseworker, Desk
from .rows import Batch

TEAMS = ("Großstadt Nord", "Großstadt Ost", "Großstadt Süd", "Großstadt West")
LEAD = f"leitung@{people.DOMAIN}"  # leads the four teams, so she sees the facts of every case in them
A_YEAR = 9_000  # cases at most, so that numbers keep four digits
WORTH_IT = 5_000  # cases from which on indexes are better made afterwards
PROCESSES = 2


def email_of(index: int) -> str:
    """The account of a counsellor, counted from 0."""
    return f"b{index:05d}@{people.DOMAIN}"


def is_unfinished(clients: int) -> bool:
    """Whether `build_in_bulk` with so many clients was stopped on the way, or never begun in this centre."""
    return not {email_of(index) for index in range(math.ceil(clients / PER_COUNSELLOR))} <= _has_cases()


def build_in_bulk(*, clients, today, seed, processes=PROCESSES, tell=None) -> None:
    """`clients` cases in teams of their own. Goes on where it was stopped."""
    counsellors = _counsellors(clients)
    if not User.objects.filter(email=LEAD).exists():
        _people(counsellors, today)
        _reserve_numbers(clients, today)
    begun = _has_cases()
    todo = [
        (index, min(PER_COUNSELLOR, clients - index * PER_COUNSELLOR), clients, counsellors, today, seed)
        for index in range(math.ceil(clients / PER_COUNSELLOR))
        if email_of(index) not in begun
    ]
    with _indexes_afterwards() if clients >= WORTH_IT else contextlib.nullcontext():
        for done, _index in enumerate(_each(todo, processes), 1):
            if tell and done % 20 == 0:
                tell(f"{done * PER_COUNSELLOR:,} of {len(todo) * PER_COUNSELLOR:,} cases")
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _each(todo, processes):
    if processes < 2 or connection.vendor == "sqlite" or connection.in_atomic_block or len(todo) < 2:
        yield from map(_one_desk, todo)
        return
    connections.close_all()  # a connection must not be shared with a process that was forked off
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_one_desk, todo)


# --- people ------------------------------------------------------------------------------------------


def _counsellors(clients):
    return max(2, math.ceil(clients / PER_COUNSELLOR))  # nobody works alone


def _teams(counsellors):
    """Nor is a team one person."""
    return min(len(TEAMS), counsellors // 2)


def _beside(index, counsellors):
    """Somebody else of the same team."""
    other = index + _teams(counsellors)
    return other if other < counsellors else index % _teams(counsellors)


def _people(count, today):
    """Four teams with their counsellors and one lead, in one event."""
    rng = random.Random(count)
    with recording() as taken, act("demo.built", by=None):
        batch = Batch(taken)
        sites = list(Site.objects.order_by("pk"))
        teams = [
            batch.add(Team(name=name, site=sites[place % len(sites)]))
            for place, name in enumerate(TEAMS[: _teams(count)])
        ]
        password = make_password(people.PASSWORD)
        users = [batch.add(User(email=email_of(index), name=_name(rng), password=password)) for index in range(count)]
        lead = batch.add(User(email=LEAD, name="Vera Amsberg", password=password))
        batch.write()  # so that they have their numbers
        rest = Batch(taken)
        since = today - datetime.timedelta(days=365 * 20)
        for index, user in enumerate(users):
            team = teams[index % len(teams)]
            rest.add(Membership(user=user, role=Role.COUNSELLOR, team=team, started_on=since))
            rest.add(*(SpokenLanguage(user=user, language=one) for one in rng.sample(("ro", "bg", "en", "es"), 2)))
        for team in teams:
            rest.add(Membership(user=lead, role=Role.TEAM_LEAD, team=team, started_on=since))
        rest.write()


def _name(rng):
    language = rng.choice(("de", "de", "de", "tr", "pl", "ru"))
    return f"{rng.choice(names.FIRST_NAMES[language])} {rng.choice(names.LAST_NAMES[language])}"


# --- numbers of cases ----------------------------------------------------------------------------------


def _years(clients, today) -> list[int]:
    """The years in which the cases were opened, the latest first."""
    latest = (today - LONG_AGO - datetime.timedelta(days=30)).year
    return [latest - back for back in range(max(2, math.ceil(clients / A_YEAR)))]


def _a_year(clients, years):
    """How many numbers of a year every counsellor gets."""
    return math.ceil(PER_COUNSELLOR / len(years))


def _reserve_numbers(clients, today):
    """Bulk numbers come after those that were given one by one; `first` is kept as the series "bulk"."""
    years = _years(clients, today)
    wanted = math.ceil(clients / PER_COUNSELLOR) * _a_year(clients, years)
    with transaction.atomic():
        for year in years:
            given = NumberSeries.objects.filter(year=year, series__in=("case", "client")).values_list("last", flat=True)
            first = max(given, default=0)
            NumberSeries.objects.create(series="bulk", year=year, last=first)
            for series in ("case", "client"):
                NumberSeries.objects.update_or_create(series=series, year=year, defaults={"last": first + wanted})


def _numbers(index, count, clients, today):
    """(year, number) of a counsellor's cases."""
    years = _years(clients, today)
    first = dict(NumberSeries.objects.filter(series="bulk").values_list("year", "last"))
    share = _a_year(clients, years)
    for place in range(count):
        year = years[place % len(years)]
        yield year, first[year] + index * share + place // len(years) + 1


def _has_cases():
    return set(
        User.objects.filter(pk__in=Case.objects.order_by().values("counsellor").distinct()).values_list(
            "email", flat=True
        )
    )


# --- one counsellor ----------------------------------------------------------------------------------


def _one_desk(job):
    index, count, clients, counsellors, today, seed = job
    counsellor = User.objects.get(email=email_of(index))
    colleague = User.objects.get(email=email_of(_beside(index, counsellors)))
    team = Team.objects.select_related("site").get(pk=counsellor.team_ids(Role.COUNSELLOR)[0])
    with recording(actor=counsellor) as taken, act("demo.built", by=counsellor) as done:
        batch = Batch(taken)
        worker = Caseworker(batch, Desk(counsellor, colleague, team, team.site, today), random.Random(seed + index))
        worker.fill(_numbers(index, count, clients, today))
        batch.write()
        done.about(*worker.case_numbers)
    return index


# --- indexes -----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _indexes_afterwards():
    """On PostgreSQL, without the indexes and foreign keys of the tables that fill up; they are made anew at the end.

    The index by correlation id stays: sealing reads the row entries by it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', relname, conname), "
            "format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(con.oid)) "
            "FROM pg_constraint con JOIN pg_class ON pg_class.oid = conrelid "
            "WHERE contype = 'f' AND relname ~ '^(cases|auditlog)_'"
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes "
            "WHERE schemaname = current_schema() AND tablename ~ '^(cases|auditlog)_' AND indexdef !~ '\\(cid' "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        indexes = cursor.fetchall()
        for drop, _create in [*keys, *indexes]:
            cursor.execute(drop)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for _drop, create in [*indexes, *keys]:
                cursor.execute(create)
