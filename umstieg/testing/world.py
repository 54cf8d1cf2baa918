"""People and objects in every relation that matters, and what these relations are, stated by hand for the walker."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from cases.enums import AccountKind, GrantKind, ItemState, LeadCause
from cases.models import (
    Account,
    BenefitClaim,
    Budget,
    Case,
    CaseGrant,
    CoCounselling,
    Debt,
    Income,
    Paper,
)
from cases.models.access_review import Access
from cases.models.budget import OUT, Line
from cases.services.appointment import make_appointment
from cases.services.case import change_case, close_case
from cases.services.checklist import change_item, settle_item, start_checklist
from cases.services.client import add_channel, add_language
from cases.services.client_time import add_client_time
from cases.services.grant import end_grant, lock_case
from cases.services.note import write_note, write_personal_note
from cases.services.notice import leave_notice, recipients_for
from cases.services.path import note_explained, note_outcome, note_sex_work_status, start_pause
from cases.services.record import note_record
from cases.services.situation import note_theme
from cases.services.task import add_task
from umstieg.access.enums import Part, Relation, Role
from umstieg.accounts.models import Membership, User
from umstieg.accounts.services import add_membership, end_membership
from umstieg.accounts.services.invitation import invite_person
from umstieg.accounts.services.proposal import ask_for_reset
from umstieg.agenda.services import make_feed
from umstieg.audit.recording import act
from umstieg.audit.services import decide_person_search, request_person_search
from umstieg.centre.queries import shown_centre
from umstieg.centre.services import name_centre
from umstieg.codelists.models import Code
from umstieg.codelists.queries import all_lists, keys_of
from umstieg.core.jobs import start_job
from umstieg.core.kept import keep_only, now_kept
from umstieg.guide.enums import Theme, ThemeState

from .jobs import ROOMS
from .make import make_case, make_deadline, make_room, make_secrecy_text, make_session, make_user
from .passkeys import make_passkey, make_recovery_codes, make_totp
from .people import People, make_people
from .world_goals import place_goals
from .world_guide import place_guide, typed_about_the_guide
from .world_living import living_records
from .world_network import place_network, typed_about_partners
from .world_typed import typed_at

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
    granted: dict = field(default_factory=dict)  # {(person, relation): part} of grants that are in force
    locked_out: frozenset = frozenset()


@dataclass
class World:
    named: People
    people: dict
    cases: dict[str, Placed]  # of each a page shows something: a session, a task, a grant that is over
    passkeys: dict[str, int]
    room: int = 0
    lock: str = ""  # the id of a lock
    person_search: object = None  # id of one that was approved for the auditor
    feed_secret: str = ""  # of the counsellor's calendar feed
    invitation_secret: str = ""  # of somebody who was bound to secrecy and has not been here yet
    membership: int = 0  # of the outreach worker
    code: int = 0  # of the list of topics
    proposal: int = 0  # about the outreach worker: her second factor
    network: dict = field(default_factory=dict)  # ids of a partner and of what hangs on it
    job: object = None  # id of one that waits, of the counsellor
    guide: dict = field(default_factory=dict)  # ids of what stands beside the guide

    def passkey_of(self, person, *, foreign):
        names = list(self.passkeys)
        other = names[(names.index(person) + 1) % len(names)] if person in self.passkeys else names[0]
        return self.passkeys[other if foreign or person not in self.passkeys else person]

    def colleague_of(self, person) -> str:
        """Somebody for whom a person may leave word."""
        found = recipients_for(self.people[person]).first() if self.people[person] else None
        return str(found.pk) if found else ""

    def access_of(self, person) -> str:
        """The name of a choice about a colleague's access that a lead may make."""
        if (Role.TEAM_LEAD, TEAM) in ROLES.get(person, ()):
            return Access(self.cases["deputised"].case.pk, self.named.counsellor.pk).key
        shared = CoCounselling.objects.get(case=self.cases["shared"].case, user=self.named.counsellor)
        return Access(shared.case_id, shared.user_id, shared.pk).key

    def typed(self, address: str, person: str) -> dict:
        """What somebody changes in the form of an address, as the page shows it, so that it is accepted."""
        elsewhere = typed_about_partners(self) | typed_about_the_guide(self)
        return elsewhere.get(address) or typed_at(address, person, self)


def make_world() -> World:
    """Two teams, everybody of `People` and two more, and a case in every relation."""
    named = make_people()
    people = dict(named.by_name)
    people["counselling_lead"] = make_user(Role.COUNSELLOR, team=named.team, name="Mira Falk")
    add_membership(user=people["counselling_lead"], role=Role.TEAM_LEAD, team=named.team, by=None)
    make_user(Role.COUNSELLOR, team=named.other_team, name="Karl Dorn")  # so that "stranger" has a colleague
    hidden = make_user(Role.COUNSELLOR, team=named.team, name="Vera Nacht")  # from whom cases may be hidden
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
        "covered": _place(TEAM, {"colleague"}, named.colleague),
        "covered until now": _place(TEAM, {"colleague"}, named.colleague),
        "covered too long": _place(TEAM, {"colleague"}, named.colleague),
        "opened by the lead": _place(TEAM, {"colleague"}, named.colleague),
        "opened whole by the lead": _place(TEAM, {"colleague"}, named.colleague),
        "in an emergency": _place(OTHER, {"stranger"}, named.stranger),
        "hidden from the lead": _place(TEAM, {"counsellor"}, named.counsellor),
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
    place_grants(cases, named)
    for name, only_for in {
        "covered": {"counsellor", "lead"},
        "covered until now": {"counsellor"},
        "covered too long": {"counsellor"},
        "opened by the lead": {"lead", "counsellor"},
        "opened whole by the lead": {"lead"},
        "in an emergency": {"counsellor", "lead"},
        "hidden from the lead": {"lead", "counsellor", "counselling_lead"},
        "deputised": {"counsellor", "colleague", "lead"},
        "shared": {"counsellor", "counselling_lead", "stranger", "lead", "other_lead"},
        "shared until today": {"counsellor"},
        "shared from tomorrow": {"counsellor"},
        "left behind": {"former", "counsellor", "lead", "other_lead"},
        "closed": {"counsellor", "colleague", "lead", "stranger"},
    }.items():
        cases[name].only_for = frozenset(only_for)
    name_centre(name="Beratungsstelle", by=None)
    all_lists(), shown_centre()
    keep_only(now_kept())  # for good: read anew after half a minute it would cost one of two requests a statement
    _feed, secret = make_feed(user=named.counsellor, by=named.counsellor)
    make_secrecy_text()
    _invited, secret_of_invitation = invite_person(
        email="neu@example.org", name="Neu Hier", bound_on=timezone.localdate(), by=named.admin
    )
    return World(
        named,
        people | {ANONYMOUS: None},
        cases,
        {name: _factors(user) for name, user in people.items()},
        room=make_room(site=named.team.site).pk,
        lock=lock_case(case=cases["shared until today"].case, user=hidden, reason="Nachbarin", by=named.stranger).pk,
        feed_secret=secret,
        person_search=_searched(named).pk,
        invitation_secret=secret_of_invitation,
        code=Code.objects.filter(list_key="topic").order_by("order")[1].pk,
        membership=named.outreach.memberships.get().pk,
        proposal=ask_for_reset(user=named.outreach, by=named.admin).pk,
        network=place_network(named.counsellor, named.lead),
        job=start_job(ROOMS, by=named.counsellor, facts={}).pk,
        guide=place_guide(named.counsellor, named.lead),
    )


def _searched(named):
    """A search by person that the lead has approved for the auditor, and one that waits for a second person."""
    by, today = named.auditor, timezone.localdate()
    facts = {"since": today, "until": today, "cause": "Hinweis auf einen fremden Zugriff", "by": by}
    request_person_search(about=named.stranger, **facts)
    return decide_person_search(
        search=request_person_search(about=named.stranger, **facts), approve=True, by=named.lead
    )


def place_grants(cases, named) -> None:
    """Grants in force, ended and over, and a lock, beside what they open or hide."""
    for name, ends in (("covered", 7), ("covered until now", 7), ("covered too long", -1)):
        grant = give(cases[name].case, named.counsellor, GrantKind.COVER, Part.WORK, until=ends)
        if name == "covered until now":
            end_grant(grant=grant, by=named.colleague)
    cases["covered"].granted["counsellor", Relation.COVER] = Part.WORK
    for name, part in (("opened by the lead", Part.NOTES), ("opened whole by the lead", Part.RESTRICTED)):
        give(cases[name].case, named.lead, GrantKind.REASON, part, cause=LeadCause.QUALITY)
        cases[name].granted["lead", Relation.REASON] = part
    give(cases["in an emergency"].case, named.counsellor, GrantKind.EMERGENCY, Part.RESTRICTED)
    cases["in an emergency"].granted["counsellor", Relation.EMERGENCY] = Part.RESTRICTED
    hidden = cases["hidden from the lead"]
    lock_case(case=hidden.case, user=named.lead, reason="Schwägerin", by=named.counsellor)
    hidden.locked_out = frozenset({"lead"})


def give(case, user, kind, part, *, since=-9, until=1, cause="", reason="Grund") -> CaseGrant:
    """A grant from–to, in days from now, as no service gives it."""
    now = timezone.now()
    with act("grant.cover_taken", by=user) as done:
        done.about(case.number)
        return CaseGrant.objects.create(
            case=case,
            user=user,
            kind=kind,
            part=part,
            cause=cause,
            reason=reason,
            starts_at=now + datetime.timedelta(days=since),
            ends_at=now + datetime.timedelta(days=until),
            created_by=user,
        )


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
    """A case with one of everything that hangs on it."""
    case = make_case(counsellor=counsellor)
    session = make_session(case, note="Notiz")
    channel = add_channel(client=case.client, by=counsellor, kind="CALL", value="0176 1234567")
    spoken = add_language(client=case.client, by=counsellor, language="bg", needs_mediation=True)
    task = add_task(case=case, text="Anrufen", by=counsellor)
    (appointment,) = make_appointment(
        case=case, starts_at=timezone.now() - datetime.timedelta(days=1), mode="telefon", by=counsellor
    )
    time = add_client_time(
        client=case.client, weekdays=[0], begins=datetime.time(9), ends=datetime.time(12), by=counsellor
    )
    note_theme(case=case, theme=Theme.FLAT, state=ThemeState.URGENT, by=counsellor)
    ids = (
        place_way(case)
        | place_records(case)
        | place_goals(case)
        | place_checklist(case)
        | {
            "pk": case.pk,
            "session": session.pk,
            "channel": channel.pk,
            "spoken": spoken.pk,
            "task": task.pk,
            "appointment": appointment.pk,
            "time": time.pk,
            "theme": Theme.FLAT.number,
            "deadline": make_deadline(case).pk,
            "notice": leave_word(case).pk,
            "grant": _past_emergency(case).pk,
        }
    )
    return Placed(team, workers, case, ids)


def _past_emergency(case):
    """An opening in an emergency that is over and waits for its review."""
    once = User.objects.filter(name="Vera Nacht").first()
    return give(case, once, GrantKind.EMERGENCY, Part.RESTRICTED, since=-2, until=-1)


def leave_word(case, text="War da", who=""):
    """A notice for the contact person, from somebody else of her team."""
    others = Membership.objects.filter(team=case.team).exclude(user=case.counsellor).order_by("pk")
    return leave_notice(recipient=case.counsellor, text=text, who=who, by=others[0].user)


def place_way(case, **words) -> dict:
    """One of each entry on the way of a case and a personal note, by its contact person; their ids."""
    by, day = case.counsellor, timezone.localdate()
    pause = start_pause(
        case=case,
        by=by,
        on=day - datetime.timedelta(days=40),
        until=day - datetime.timedelta(days=30),
        note=words.get("pause", ""),
    )
    note_outcome_of, status = words.get("outcome", "sprachkurs"), words.get("status", "gelegentlich")
    (explained,) = note_explained(case=case, items=["SECRECY"], language=words.get("explained", "bg"), by=by)
    return {
        "note": write_note(case=case, text=words.get("note", "Vermerk"), by=by).pk,
        "phase": case.phases.get().pk,
        "pause": pause.pk,
        "outcome": note_outcome(case=case, outcome=note_outcome_of, note=words.get("outcome_note", ""), by=by).pk,
        "status": note_sex_work_status(case=case, status=status, by=by).pk,
        "explained": explained.pk,
        "personal": write_personal_note(case=case, text=words.get("personal", "Notiz"), by=by).pk,
    }


def place_records(case, word=lambda of: "Notiz", code=lambda of, key: keys_of(key, known_only=True)[0], amount=520):
    """{name of a kind: id of one entry of it}: one of every kind of entry of the situation.

    `word(field)` gives what is written in a text, `code(field, list)` what is chosen from a list.
    """
    noted = {
        "income": Income(case=case, source=code("Income.source", "income"), amount=amount, note=word("Income.note")),
        **_money_records(case, word, code, amount),
    }
    noted |= living_records(case, word, code, amount)
    return {name: note_record(one, by=case.counsellor).pk for name, one in noted.items()}


def _money_records(case, word, code, amount) -> dict:
    """Entries about money beside the incomes."""
    line = Line(OUT, word("Budget.lines"), now=amount)
    return {
        "benefit": BenefitClaim(
            case=case, benefit=code("BenefitClaim.benefit", "benefit"), note=word("BenefitClaim.note")
        ),
        "paper": Paper(case=case, kind=code("Paper.kind", "paper"), note=word("Paper.note")),
        "account": Account(case=case, kind=AccountKind.BASIC, note=word("Account.note")),
        "debt": Debt(
            case=case, creditor=word("Debt.creditor"), amount=amount, instalment=amount, note=word("Debt.note")
        ),
        "budget": Budget(
            case=case, month=timezone.localdate().replace(day=1), lines=[line.kept()], note=word("Budget.note")
        ),
    }


def place_checklist(case, **words) -> dict:
    """A list with two points, the first of them done; their ids."""
    by, texts = case.counsellor, (words.get("text", "Ausweis"), "Foto")
    checklist = start_checklist(case=case, title=words.get("title", "Papiere"), theme=Theme.FLAT, items=texts, by=by)
    first, second = checklist.items.all()
    change_item(item=second, language=words.get("language", "bg"), by=by)
    return {"checklist": checklist.pk, "item": settle_item(item=first, state=ItemState.DONE, by=by).pk}


def _factors(user) -> int:
    """An app, recovery codes and a passkey, so that every page about them has something to show; the passkey's id."""
    make_totp(user)
    make_recovery_codes(user)
    return make_passkey(user).pk
