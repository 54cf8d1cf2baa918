"""What a database holds that is measured: the demo centre, the large one beside it, and somebody with one single case."""

import random

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from cases.models import Case
from cases.services.case import open_case
from cases.services.client import add_channel, add_language
from cases.services.session import log_session
from network.enums import Cost, Known
from network.models import Organisation
from network.services.organisation import add_organisation
from network.services.person import add_person
from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, add_user
from umstieg.audit.recording import recording
from umstieg.centre.models import Site
from umstieg.centre.services import add_team
from umstieg.codelists.queries import keys_of
from umstieg.demo.builder import build_centre
from umstieg.demo.bulk.building import LEAD, email_of
from umstieg.demo.people import DOMAIN, PASSWORD

REGION, BATCH = "Messstadt", 250
NEWCOMER = f"neu@{DOMAIN}"  # has one case with one session
LEAD_OF_ONE = f"leitung.neu@{DOMAIN}"  # leads her team, in which it is the only one
COUNSELLOR = email_of(0)
ALL_LEAD = LEAD


def seed(*, cases: int, described: int, tell) -> None:
    """Fill the database of this process; goes on where it was stopped."""
    if not settings.IS_DEMO or not connection.settings_dict["NAME"].rpartition("/")[2].startswith("umstieg_bench_"):
        raise CommandError("Only a database of the bench is seeded by it.")
    build_centre(today=timezone.localdate(), clients=cases, one_by_one=described, described=described, tell=tell)
    if not User.objects.filter(email=LEAD_OF_ONE).exists():
        _newcomer()


def fill_partners(number: int, tell) -> None:
    """So many partners, through the services, in batches; goes on where it was stopped. The same in every database."""
    by = User.objects.get(email=LEAD_OF_ONE)
    there = Organisation.objects.filter(region=REGION).count()
    for start in range(there, number, BATCH):
        with recording(actor=by):
            for index in range(start, min(start + BATCH, number)):
                _partner(index, by)
        tell(f"{min(start + BATCH, number)} of {number} partners")
    if there < number and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _partner(index, by):
    rng = random.Random(index)
    topics = keys_of("topic", known_only=True)
    languages = keys_of("language", known_only=True)[:20]
    organisation = add_organisation(
        name=f"Partner {index:05d}",
        kind=rng.choice(keys_of("partner_type", known_only=True)),
        region=REGION,
        topics=rng.sample(topics, 3),
        languages=["de", *rng.sample(languages[1:], 2)],
        cost=rng.choice(Cost.values),
        is_anonymous=rng.choice(Known.values),
        hours=f"{rng.randrange(5)} 09:00-12:00",
        address=f"Kai {index}",
        by=by,
    )
    add_person(name=f"Kontakt {index:05d}", organisation=organisation, by=by)


def _newcomer():
    with recording():
        team = add_team(name="Team mit einem Fall", site=Site.objects.order_by("pk").first(), by=None)
        newcomer = _person(NEWCOMER, "Nele Neu", Role.COUNSELLOR, team)
        _person(LEAD_OF_ONE, "Lia Leitung", Role.TEAM_LEAD, team)
    with recording(actor=newcomer):
        case = open_case(team=team, counsellor=newcomer, client_facts={"pseudonym": "Birke 1"}, by=newcomer)
        add_language(client=case.client, language="bg", needs_mediation=True, by=newcomer)
        add_channel(client=case.client, kind="CALL", value="0176 04069001", by=newcomer)
        log_session(case=case, started_at=timezone.now(), mode="telefon", topics=["konto"], note="Notiz", by=newcomer)


def _person(email, name, role, team):
    user = add_user(email=email, name=name, password=PASSWORD, by=None)
    add_membership(user=user, role=role, team=team, by=None)
    return user


def named_cases() -> dict[str, list[str] | str]:
    """Ids for the visits: files with twenty sessions, others to save sessions in, and the one case of the newcomer."""
    own = Case.objects.filter(counsellor__email=COUNSELLOR, closed_on=None).annotate(held=Count("sessions"))
    # What is saved always goes into the same files, the oldest, and they are not among those that are read: a database
    # that is measured again reads as it did.
    oldest = list(own.order_by("number").values_list("pk", flat=True)[:8])
    long = own.exclude(pk__in=oldest).order_by("-held", "number").values_list("pk", flat=True)[:4]
    one = Case.objects.get(counsellor__email=NEWCOMER)
    partners = Organisation.objects.filter(region=REGION).order_by("name").values_list("pk", flat=True)[:4]
    return {
        "partners": list(map(str, partners)),
        "files": list(map(str, long)),
        "for_saving": list(map(str, oldest)),
        "one": str(one.pk),
    }
