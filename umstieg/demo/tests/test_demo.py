"""The demo centre, built small: deterministic, with an intact log, only in the demo, only once."""

import datetime
import hashlib
import os
import subprocess
import sys
from io import StringIO
from statistics import mean, median

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cases.enums import IdentityKind, Phase, SessionResult
from cases.models import (
    Appointment,
    Case,
    CaseGrant,
    CaseLock,
    CaseNote,
    CasePause,
    ContactChannel,
    CounsellingSession,
    Explained,
    NoteVersion,
    Notice,
    Outcome,
    PersonalNote,
    SessionVersion,
    SexWorkStatus,
    Task,
)
from umstieg.access.enums import Role
from umstieg.accounts.models import Membership, User
from umstieg.accounts.queries.people import open_proposals, people_rows
from umstieg.accounts.queries.secrecy import register
from umstieg.audit.models import AuditEvent
from umstieg.audit.queries import chain_state, searches_by_person
from umstieg.audit.verification import verify
from umstieg.centre.models import Site, Team
from umstieg.codelists.queries import keys_of
from umstieg.core.blindindex import fold
from umstieg.core.models import Draft
from umstieg.demo import distributions as share
from umstieg.demo.builder import build_centre
from umstieg.demo.notes import NOTES
from umstieg.demo.people import DEMO_ACCOUNTS, PASSWORD, person
from umstieg.demo.planning import plan_centre

TODAY = datetime.date(2026, 11, 23)
SMALL = 8


class Undo(Exception):
    """Rolls back a centre that was built to be compared."""


def snapshot():
    """What makes the centre the same, random ids and the times of writing aside."""
    sessions = CounsellingSession.objects.order_by("case__number", "started_at", "created_at")
    return {
        "cases": list(
            Case.objects.order_by("number").values_list(
                "number", "client__number", "client__pseudonym", "counsellor__email", "opened_on", "closed_on"
            )
        ),
        "sessions": [
            (one.case.number, one.started_at, one.mode, one.topics, one.note, one.version)
            for one in sessions.select_related("case")
        ],
        "tasks": sorted((one.text, one.due_on, one.case and one.case.number) for one in Task.objects.all()),
        "appointments": sorted((one.starts_at, one.mode, one.title) for one in Appointment.objects.all()),
        "outcomes": sorted((one.case.number, one.outcome, one.happened_on) for one in Outcome.objects.all()),
        "channels": sorted(ContactChannel.objects.values_list("client__number", "value")),
    }


def built_and_undone(today):
    with pytest.raises(Undo), transaction.atomic():
        build_centre(today=today, clients=SMALL)
        seen = snapshot()
        raise Undo
    return seen


@pytest.fixture
def centre(db):
    return build_centre(today=TODAY, clients=SMALL)


@pytest.fixture(scope="module")
def plans():
    """The whole centre on paper; no database."""
    return plan_centre(today=TODAY, clients=120)


# --- building ------------------------------------------------------------------------------------


def test_the_same_seed_and_day_give_the_same_centre(db):
    first = built_and_undone(TODAY)
    assert Case.objects.count() == 0
    assert first["cases"]
    assert first == built_and_undone(TODAY)
    assert first != built_and_undone(TODAY - datetime.timedelta(days=40))


def test_the_log_is_intact_and_names_the_people_who_did_it(centre):
    verdict = verify()
    assert verdict.findings == []
    assert verdict.events > SMALL
    actors = set(AuditEvent.objects.values_list("actor_label", flat=True))
    assert {"Ole Hansen", "Jana Lorenz"} <= actors
    opened = AuditEvent.objects.filter(event="case.opened")
    assert opened.count() == Case.objects.count()
    assert not opened.exclude(actor_id__in=Case.objects.values("counsellor_id")).exists()
    # Only Ole's own account is added by nobody.
    assert AuditEvent.objects.filter(actor_id=None, event="account.added").count() == 1


def test_the_desk_of_the_first_counsellor_is_full(centre):
    """Whoever opens the demo sees every part of the start page at work."""
    jana = User.objects.get(email=person("jana").email)
    today = Appointment.objects.filter(owner=jana, starts_at__date=TODAY)
    assert {"begleitung", "telefon"} <= set(today.values_list("mode", flat=True))
    assert Task.objects.filter(assigned_to=jana, due_on__lt=TODAY, settled_at=None).exists()
    assert Task.objects.filter(assigned_to=jana, due_on=TODAY, settled_at=None).exists()
    assert Notice.objects.filter(recipient=jana, settled_at=None).count() == 2
    assert Draft.objects.filter(owner=jana).exists()
    assert PersonalNote.objects.filter(author=jana).exists()
    for model in (CasePause, Explained, Outcome, SexWorkStatus):
        assert model.objects.exists(), model


def test_refused_outside_the_demo_settings(db, monkeypatch):
    monkeypatch.setattr(settings, "IS_DEMO", False)
    with pytest.raises(CommandError, match="demo settings"):
        call_command("seed_demo", stdout=StringIO())
    assert not User.objects.exists()
    assert not Case.objects.exists()


def test_refused_in_a_database_with_other_people(people):
    before = User.objects.count()
    with pytest.raises(CommandError, match="another centre"):
        call_command("seed_demo", stdout=StringIO())
    assert User.objects.count() == before


def test_a_day_to_come_is_refused(db):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(CommandError, match="future"):
        call_command("seed_demo", today=tomorrow, stdout=StringIO())


def test_a_second_run_changes_nothing_and_says_so(centre):
    before, events = snapshot(), AuditEvent.objects.count()
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert snapshot() == before
    assert AuditEvent.objects.count() == events


def test_an_error_on_the_way_leaves_nothing_behind(db, monkeypatch):
    def fails(**kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("umstieg.demo.builder.log_session", fails)
    with pytest.raises(RuntimeError):
        build_centre(today=TODAY, clients=SMALL)
    assert not User.objects.exists()
    assert not Case.objects.exists()
    assert not AuditEvent.objects.filter(event="case.opened").exists()


def test_every_role_has_an_account_that_the_command_names(centre):
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert {role for role, _key in DEMO_ACCOUNTS} == set(Role)
    for role, key in DEMO_ACCOUNTS:
        user = User.objects.get(email=person(key).email)
        assert user.roles == {role}
        assert user.check_password(PASSWORD)
        validate_password(PASSWORD, user)
        assert user.email in out.getvalue()
    assert User.objects.filter(is_active=True).count() == centre.people == 8
    assert (Site.objects.count(), Team.objects.count()) == (2, 3)


def test_people_worked_here_before_their_first_case(centre):
    assert (
        Membership.objects.order_by("-started_on").first().started_on
        < Case.objects.order_by("opened_on").first().opened_on
    )


def test_mara_is_as_in_the_pictures(centre):
    case = next(case for case in Case.objects.select_related("client") if case.client.pseudonym == "Mara")
    assert case.counsellor.name == "Jana Lorenz"
    assert case.closed_on is None
    assert list(case.phases.filter(ended_on=None).values_list("phase", flat=True)) == [Phase.STABILISATION]
    last = case.sessions.order_by("-started_at").first()
    assert timezone.localtime(last.started_at).replace(tzinfo=None) == datetime.datetime(2026, 11, 19, 13, 20)
    assert last.note.startswith("Treffpunkt für die Bank bestätigt.")


def test_corrections_keep_the_earlier_version(centre):
    corrected = CounsellingSession.objects.filter(version__gt=1)
    assert corrected.count() == SessionVersion.objects.count() >= 1


def test_the_rooms_of_leads_administration_and_data_protection_show_something(centre):
    katrin, ines, ruth = (User.objects.get(email=person(key).email) for key in ("katrin", "ines", "ruth"))
    assert CaseGrant.objects.waiting_for_review(katrin).count() == 1
    assert [len(open_proposals(decidable_by=lead)) for lead in (katrin, ines)] == [1, 1]
    assert [row.state for row in people_rows() if row.waiting] == ["invited", "invited"]
    assert [row.name for row in register()["missing"]] == ["Tobias Adler"]
    assert CaseLock.objects.in_force().count() == 1
    assert len(searches_by_person(katrin)["to_decide"]) == len(searches_by_person(ruth)["asked"]) == 1
    assert CaseNote.objects.filter(version__gt=1).count() == NoteVersion.objects.count() == 1
    assert chain_state()["is_intact"]


# --- the plan of the whole centre ------------------------------------------------------------------


def test_shares_of_the_whole_centre(plans):
    clients = list({id(case.client): case.client for case in plans}.values())
    assert len(clients) == 120
    percent = lambda field, value: 100 * sum(one.facts[field] == value for one in clients) / len(clients)  # noqa: E731
    assert 35 <= percent("nationality", "ro") <= 42
    assert 11 <= percent("nationality", "bg") <= 14
    assert 13 <= percent("nationality", "de") <= 22
    assert 4 <= percent("nationality", "es") <= 8
    assert 18 <= percent("identity_kind", IdentityKind.ANONYMOUS) <= 22
    assert percent("identity_kind", IdentityKind.PSEUDONYMOUS) > 50
    assert percent("gender", "weiblich") > 80
    assert percent("gender", "maennlich") > 0 < percent("gender", "divers")


def test_sessions_per_case_and_their_results(plans):
    numbers = [len(case.sessions) for case in plans]
    assert (min(numbers), max(numbers)) == (1, 60)
    assert median(numbers) == 6
    assert 8 <= mean(numbers) <= 10
    results = [session.facts["result"] for case in plans for session in case.sessions]
    assert 0.075 <= results.count(SessionResult.NOT_HELD) / len(results) <= 0.085


def test_a_third_is_closed_and_a_few_came_back(plans):
    assert 0.3 <= sum(case.closed_on is not None for case in plans) / len(plans) <= 0.36
    assert all(bool(case.closed_on) == bool(case.closing_reason) for case in plans)
    assert 3 <= len(plans) - len({id(case.client) for case in plans}) <= 8


def test_jana_has_about_25_running_cases(plans):
    assert 23 <= sum(case.counsellor == "jana" and not case.closed_on for case in plans) <= 27
    assert sum(case.deputy is not None for case in plans) > len(plans) / 2
    assert any(case.co for case in plans)


def test_pseudonyms_and_telephone_numbers_are_given_once(plans):
    clients = {id(case.client): case.client for case in plans}.values()
    pseudonyms = [fold(one.pseudonym) for one in clients]
    assert len(set(pseudonyms)) == len(pseudonyms)
    numbers = [
        c["value"] for one in clients for c in one.channels if c["kind"] in ("CALL", "TEXT_MESSAGE", "MESSENGER")
    ]
    assert len(set(numbers)) == len(numbers) > 50
    assert all(number.startswith(("0176 040690", "0171 39200", "0152 28817386")) for number in numbers)


def test_days_follow_each_other(plans):
    for case in plans:
        days = [session.started_at for session in case.sessions]
        assert days == sorted(days)
        assert case.opened_on == case.sessions[0].on
        assert case.sessions[-1].on < TODAY
        assert all(session.on.weekday() < 5 for session in case.sessions)
        assert not case.closed_on or case.sessions[-1].on <= case.closed_on <= TODAY


def test_clients_were_of_age_when_they_came(plans):
    assert min(case.client.age_at_opening for case in plans) >= 18


@pytest.mark.django_db
def test_only_codes_that_are_in_the_lists():
    assert set(NOTES) <= set(keys_of("topic"))
    assert {topic for topics in share.TOPICS.values() for topic in topics} <= set(NOTES)
    assert set(share.MODE) <= set(keys_of("contact_mode"))
    assert set(share.ACCESS_ROUTE) - {""} <= set(keys_of("access_route"))
    assert set(share.CLOSING_REASON) <= set(keys_of("closing_reason"))
    assert set(share.NATIONALITY) - {""} <= set(keys_of("country"))
    assert set(share.GENDER) - {""} <= set(keys_of("gender"))


def fingerprint(plans):
    """A digest over all times and notes of a plan."""
    facts = [(str(session.started_at), session.facts.get("note")) for case in plans for session in case.sessions]
    return hashlib.sha256(str(facts).encode()).hexdigest()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_plan_does_not_depend_on_the_order_of_sets(plans, hash_seed):
    """The same plan in another process, where strings have other hashes and sets another order."""
    code = (
        "import django; django.setup(); from umstieg.demo.tests.test_demo import TODAY, fingerprint, plan_centre; "
        "print(fingerprint(plan_centre(today=TODAY, clients=120)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "DJANGO_SETTINGS_MODULE": "umstieg.settings.test"}
    ran = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=settings.BASE_DIR
    )
    assert ran.stdout.strip() == fingerprint(plans)
