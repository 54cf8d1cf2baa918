"""People and objects in every relation that matters, and what these relations are, stated by hand for the walker."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CoCounselling
from cases.services.case import change_case, close_case
from cases.services.client import add_channel, add_language
from umstieg.access.enums import Role
from umstieg.accounts.services import add_membership, end_membership
from umstieg.audit.recording import act

from .make import make_case, make_session, make_user
from .passkeys import make_passkey, make_recovery_codes, make_totp
from .people import People, make_people

ANONYMOUS = "anonymous"
TEAM, OTHER = "team", "other team"

# Roles of today: {person: {(role, team)}}.
ROLES: dict[str, set] = {
    "counsellor": {(Role.COUNSELLOR, TEAM)},
    "colleague": {(Role.COUNSELLOR, TEAM)},
    "lead": {(Role.TEAM_LEAD, TEAM)},
    "outreach": {(Role.OUTREACH_WORKER, TEAM)},
    "admin": {(Role.ADMIN, None)},
    "auditor": {(Role.AUDITOR, None)},
    "stranger": {(Role.COUNSELLOR, OTHER)},
    "other_lead": {(Role.TEAM_LEAD, OTHER)},
    "nobody": set(),
    "counselling_lead": {(Role.COUNSELLOR, TEAM), (Role.TEAM_LEAD, TEAM)},
    "former": {(Role.TEAM_LEAD, OTHER)},  # was a counsellor in TEAM until today, and still stands on a case there
}


@dataclass
class Placed:
    """A case: its team, who works on it today (contact person and co-counsellors with the role), its ids."""

    team: str
    workers: set[str]
    case: Case
    ids: dict = field(default_factory=dict)
    is_closed: bool = False
    only_for: frozenset = frozenset()  # empty: of interest for everybody


@dataclass
class World:
    named: People
    people: dict
    cases: dict[str, Placed]
    passkeys: dict[str, int]

    def passkey_of(self, person, *, foreign):
        names = list(self.passkeys)
        other = names[(names.index(person) + 1) % len(names)] if person in self.passkeys else names[0]
        return self.passkeys[other if foreign or person not in self.passkeys else person]

    def typed(self, address: str, person: str) -> dict:
        """What somebody changes in the form of an address, as the page shows it, so that it is accepted."""
        case = next((one.case.pk for one in self.cases.values() if person in one.workers and not one.is_closed), "")
        channel = {"kind": "EMAIL", "value": "neu@example.org"}
        session = {"mode": "telefon", "note": "Neu"}
        return {
            "cases:search": {"q": "Geändert"},
            "cases:create": {"pseudonym": "Neu"},
            "cases:change": {"phases": ["ORIENTATION"]},
            "cases:client_change": {"pseudonym": "Geändert"},
            "cases:channel_create": channel,
            "cases:channel_change": channel,
            "cases:language_create": {"language": "hu"},
            "cases:session_new": session | {"case": str(case)},
            "cases:session_create": session,
            "cases:session_correct": session,
            "accounts:profile": {"language": settings.LANGUAGES[-1][0]},
            "account_logout": {"next": reverse("health")},
        }.get(address, {})


def make_world() -> World:
    """Two teams, everybody of `People` and two more, and a case in every relation."""
    named = make_people()
    people = dict(named.by_name)
    people["counselling_lead"] = make_user(Role.COUNSELLOR, team=named.team, name="Mira Falk")
    add_membership(user=people["counselling_lead"], role=Role.TEAM_LEAD, team=named.team, by=None)
    people["former"] = former = make_user(Role.COUNSELLOR, team=named.team, name="Olga Stein")
    cases = {
        "own": _place(TEAM, {"counsellor"}, named.counsellor),
        "team": _place(TEAM, {"colleague"}, named.colleague),
        "foreign": _place(OTHER, {"stranger"}, named.stranger),
        "deputised": _place(TEAM, {"colleague"}, named.colleague),
        "shared": _place(OTHER, {"stranger", "counsellor", "counselling_lead"}, named.stranger),
        "shared until today": _place(OTHER, {"stranger"}, named.stranger),
        "shared from tomorrow": _place(OTHER, {"stranger"}, named.stranger),
        "left behind": _place(TEAM, set(), former),
        "closed": _place(TEAM, {"counsellor"}, named.counsellor),
    }
    change_case(case=cases["deputised"].case, deputy=named.counsellor, by=named.colleague)
    share(cases["shared"].case, named.counsellor)
    share(cases["shared"].case, people["counselling_lead"])
    share(cases["shared until today"].case, named.counsellor, since=-30, until=0)
    share(cases["shared from tomorrow"].case, named.counsellor, since=1)
    end_membership(membership=former.memberships.get(), by=None)
    add_membership(user=former, role=Role.TEAM_LEAD, team=named.other_team, by=None)
    close_case(case=cases["closed"].case, reason="ziele_erreicht", by=named.counsellor)
    cases["closed"].is_closed = True
    for name, only_for in {
        "deputised": {"counsellor", "colleague", "lead"},
        "shared": {"counsellor", "counselling_lead", "stranger", "lead", "other_lead"},
        "shared until today": {"counsellor"},
        "shared from tomorrow": {"counsellor"},
        "left behind": {"former", "counsellor", "lead", "other_lead"},
        "closed": {"counsellor", "colleague", "lead", "stranger"},
    }.items():
        cases[name].only_for = frozenset(only_for)
    return World(named, people | {ANONYMOUS: None}, cases, {name: _factors(user) for name, user in people.items()})


def share(case, user, *, since=0, until=None):
    """A co-counselling from–to, in days from today; the service only begins and ends it today."""
    day = timezone.localdate()
    with act("co_counsellor.added", by=case.counsellor) as done:
        done.about(case.number)
        return CoCounselling.objects.create(
            case=case,
            user=user,
            started_on=day + datetime.timedelta(days=since),
            ended_on=None if until is None else day + datetime.timedelta(days=until),
        )


def _place(team, workers, counsellor) -> Placed:
    """A case with one session, one way of contact and one language."""
    case = make_case(counsellor=counsellor)
    session = make_session(case, note="Notiz")
    channel = add_channel(client=case.client, by=counsellor, kind="CALL", value="0176 1234567")
    spoken = add_language(client=case.client, by=counsellor, language="bg", needs_mediation=True)
    ids = {"pk": case.pk, "session": session.pk, "channel": channel.pk, "spoken": spoken.pk}
    return Placed(team, workers, case, ids)


def _factors(user) -> int:
    """An app, recovery codes and a passkey, so that every page about them has something to show; the passkey's id."""
    make_totp(user)
    make_recovery_codes(user)
    return make_passkey(user).pk
