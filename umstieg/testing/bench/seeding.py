"""What a database holds that is measured: the demo centre, the large one beside it, and somebody with one single case."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from cases.models import Case
from cases.services.case import open_case
from cases.services.client import add_channel, add_language
from cases.services.session import log_session
from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, add_user
from umstieg.audit.recording import recording
from umstieg.centre.models import Site
from umstieg.centre.services import add_team
from umstieg.demo.builder import build_centre
from umstieg.demo.bulk.building import LEAD, email_of
from umstieg.demo.people import DOMAIN, PASSWORD

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
    return {"files": list(map(str, long)), "for_saving": list(map(str, oldest)), "one": str(one.pk)}
