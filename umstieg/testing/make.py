"""make_* functions: sensible objects for tests, set up through the services, every fact changeable by keyword."""

import datetime
import itertools

from django.utils import timezone

from cases.enums import DeadlineKind
from cases.models import Case, CounsellingSession, Deadline
from cases.services.case import open_case
from cases.services.session import log_session
from network.models import ContactPerson, Organisation
from network.services.organisation import add_organisation
from network.services.person import add_person
from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.accounts.services import add_membership, add_user
from umstieg.audit.recording import act
from umstieg.centre.models import Room, SecrecyText, Site, Team
from umstieg.centre.services import add_room, add_secrecy_text, add_site, add_team

PASSWORD = "ein langes Kennwort 1"
_counter = itertools.count(1)


def make_site(**facts) -> Site:
    return add_site(**{"name": f"Standort {next(_counter)}", "by": None, **facts})


def make_team(**facts) -> Team:
    facts.setdefault("site", Site.objects.first() or make_site())
    return add_team(**{"name": f"Team {next(_counter)}", "by": None, **facts})


def make_room(**facts) -> Room:
    facts.setdefault("site", Site.objects.first() or make_site())
    return add_room(**{"name": f"Raum {next(_counter)}", "by": None, **facts})


def make_secrecy_text(**facts) -> SecrecyText:
    """The text by which people are bound to secrecy, since a year."""
    begins = timezone.localdate() - datetime.timedelta(days=365)
    return add_secrecy_text(**{"text": "Ich verpflichte mich.", "valid_from": begins, "by": None, **facts})


def make_user(role: str | None = None, *, team=None, **facts) -> User:
    """Somebody with a role (in `team`, made if the role needs one), or without any."""
    number = next(_counter)
    user = add_user(
        **{
            "email": f"person{number}@example.org",
            "name": f"Person {number}",
            "password": PASSWORD,
            "by": None,
            **facts,
        }
    )
    if role:
        needs_team = role not in (Role.ADMIN, Role.AUDITOR)
        add_membership(user=user, role=role, team=(team or make_team()) if needs_team else None, by=None)
    return user


def make_case(*, counsellor=None, team=None, client_facts=None, **facts) -> Case:
    """An open case of a pseudonymous client; its contact person is made a counsellor of its team."""
    if counsellor is None:
        team = team or make_team()
        counsellor = make_user(Role.COUNSELLOR, team=team)
    team = team or Team.objects.get(pk=counsellor.team_ids(Role.COUNSELLOR)[0])
    if "client" not in facts:
        client_facts = {"pseudonym": f"Pseudonym{next(_counter)}", **(client_facts or {})}
    facts.setdefault("opened_on", timezone.localdate() - datetime.timedelta(days=90))
    return open_case(team=team, counsellor=counsellor, client_facts=client_facts, by=counsellor, **facts)


def make_session(case, **facts) -> CounsellingSession:
    """A session of yesterday by the contact person."""
    facts.setdefault("started_at", timezone.now() - datetime.timedelta(days=1))
    return log_session(**{"case": case, "mode": "persoenlich_stelle", "by": case.counsellor, "minutes": 45, **facts})


def make_partner(**facts) -> Organisation:
    """A partner organisation; whoever adds it holds the relation."""
    by = facts.pop("by", None) or make_user(Role.COUNSELLOR)
    return add_organisation(**{"name": f"Partner {next(_counter)}", "kind": "schuldnerberatung", "by": by, **facts})


def make_contact_person(**facts) -> ContactPerson:
    """Somebody of a partner, or by herself with `organisation=None`."""
    by = facts.pop("by", None) or make_user(Role.COUNSELLOR)
    return add_person(**{"name": f"Kontakt {next(_counter)}", "by": by, **facts})


def make_deadline(case, kind=DeadlineKind.PAPER, *, ends_on=None, next_on=None, source="paper:1") -> Deadline:
    """A deadline of no entry, whose reminder has come today, as no service makes it."""
    today = timezone.localdate()
    facts = {"kind": kind, "source": f"{kind}:{source}", "ends_on": (ends_on or today).isoformat()}
    with act("situation.noted", by=case.counsellor) as done:
        done.about(case.number)
        return Deadline.objects.create(case=case, facts=facts, next_on=next_on or today)
