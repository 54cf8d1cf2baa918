"""The objects an address is tried with, and who sees what of them, stated without asking the product."""

import uuid
from dataclasses import dataclass, field

from umstieg.access.enums import Part, Relation, Role
from umstieg.access.matrix import CASE_PARTS, GRANTED

from .world import ANONYMOUS, OTHER, ROLES, TEAM, World

NEW_PASSKEY = 10**9  # the id of no passkey
NEW_DRAFT = uuid.UUID(int=1)  # the id of no draft


# Pages about a case that open for those who lead its team, and others that open for those who work in it too.
LEADS_ONLY = frozenset({"cases:reason", "cases:restricted", "cases:review"})
WORKS_OR_LEADS = frozenset({"cases:lock_create", "cases:grant_end"})


# Whose the uploads are that `World` holds.
UPLOADED = {"intake": "lead", "cards": "counsellor"}

NOBODY = frozenset({"nobody at all"})


class NotBuildable(Exception):
    """An address with parameters that `targets_of` does not know."""


@dataclass(frozen=True)
class Target:
    """An object an address may name. `part` is what the oracle says somebody sees of it, by her name in World."""

    name: str
    kwargs: dict
    parts: dict = field(default_factory=dict)
    is_closed: bool = False
    is_whole: bool = True  # False: a parameter names nothing, or something of another object
    only_for: frozenset = frozenset()  # empty: for everybody
    known_to: frozenset = frozenset()  # who sees that it is there, and still gets a 404

    def seen_by(self, person) -> int:
        return self.parts.get(person, 0)


def targets_of(address, world: World) -> list[Target]:
    """The objects to try at an address: own, the team's, a foreign one, a missing one, and what lies between."""
    if not address.parameters:
        return [Target("page", {})]
    if address.name.startswith("cases:") and address.parameters <= set(world.cases["own"].ids):
        return _case_targets(address, world)
    if address.name.startswith("mfa_") and address.parameters == {"pk"}:
        return _passkey_targets(world)
    if address.name == "desk:draft":
        return [Target("missing", {"key": NEW_DRAFT})]
    if address.name == "team_change":
        return _team_targets(world)
    if address.name.startswith("drafts:"):
        return [Target("page", {"key": NEW_DRAFT})]
    if address.name.startswith("jobs:"):
        return [Target("hers", {"key": world.job}, {"counsellor": 1}), Target("missing", {"key": NEW_DRAFT})]
    if address.name == "desk:feed":
        return [Target("page", {"secret": "x" * 43}), Target("feed", {"secret": world.feed_secret})]
    if address.name == "cases:hand_over":
        return _handover_targets(world)
    if address.name == "cases:lock_lift":
        return [
            Target("page", {"lock": world.lock}, dict.fromkeys(ROLES, 1)),
            Target("missing", {"lock": uuid.uuid4()}),
        ]
    if address.name == "accounts:invitation":
        everybody = dict.fromkeys([*ROLES, ANONYMOUS], 1)
        return [
            Target("invited", {"secret": world.invitation_secret}, everybody),
            Target("missing", {"secret": "x" * 43}),
        ]
    if address.name.startswith("network:"):
        return _network_targets(address, world)
    if address.name.startswith("guide:"):
        return _guide_targets(address, world)
    if address.name.startswith("people:"):
        return _people_targets(address, world)
    if address.name.startswith("codelists:"):
        known = {"key": "topic", "pk": world.code} if "pk" in address.parameters else {"key": "topic"}
        missing = known | ({"pk": NEW_PASSKEY} if "pk" in known else {"key": "keine"})
        return [Target("page", known, dict.fromkeys(ROLES, 1)), Target("missing", missing)]
    if address.name in ("sites:site_change", "sites:team_change"):
        team = world.named.other_team
        pk = team.pk if address.name == "sites:team_change" else team.site_id
        return [Target("page", {"pk": pk}, dict.fromkeys(ROLES, 1)), Target("missing", {"pk": NEW_PASSKEY})]
    if address.name == "centre:room_change":
        return [Target("page", {"pk": world.room}, dict.fromkeys(ROLES, 1)), Target("missing", {"pk": NEW_PASSKEY})]
    if address.name == "audit:person_search":
        return [
            Target("page", {"pk": world.person_search}, {"auditor": 1}),
            Target("missing", {"pk": NEW_DRAFT}),
        ]
    if address.name == "account_reset_password_from_key":
        return [Target("page", {"uidb36": "1", "key": "set-password"})]
    raise NotBuildable(
        f"{address.name} takes {', '.join(sorted(address.parameters))}: "
        "say in umstieg/testing/walker.py (targets_of) how to build it."
    )


def _case_targets(address, world):
    # Themes are the same in every case: none of them is another's.
    inner = address.parameters - {"pk", "theme"} if "pk" in address.parameters else frozenset()
    targets = []
    for name, placed in world.cases.items():
        kwargs = {parameter: placed.ids[parameter] for parameter in address.parameters}
        parts, only_for = parts_seen(placed), placed.only_for
        if (
            "personal" in inner
        ):  # there for its author alone; cases/tests/test_note.py asks for those who share the case
            others = {one for one in parts if world.people[one] != placed.case.counsellor}
            only_for = frozenset((only_for or {*ROLES, ANONYMOUS}) - others) or NOBODY
        known_to = frozenset(parts) if address.name in LEADS_ONLY | WORKS_OR_LEADS else frozenset()
        if address.name in LEADS_ONLY:
            parts = {one: part for one, part in parts.items() if (Role.TEAM_LEAD, placed.team) in ROLES[one]}
        if address.name in WORKS_OR_LEADS:
            parts = {
                one: part
                for one, part in parts.items()
                if part >= Part.WORK or (Role.TEAM_LEAD, placed.team) in ROLES[one]
            }
        is_closed = placed.is_closed
        if "notice" in address.parameters:  # left for the contact person; it is about no case
            parts = {one: Part.WORK for one in parts if world.people[one] == placed.case.counsellor}
            is_closed = False
        targets.append(Target(name, kwargs, parts, is_closed, True, only_for, known_to))
    missing = {
        parameter: uuid.uuid4() if isinstance(value, uuid.UUID) else NEW_PASSKEY
        for parameter, value in world.cases["own"].ids.items()
    }
    targets.append(Target("missing", {parameter: missing[parameter] for parameter in address.parameters}))
    if inner:
        own, foreign = world.cases["own"], world.cases["foreign"]
        for name, ids in (("own with another's", foreign.ids), ("own with missing", missing)):
            kwargs = {"pk": own.ids["pk"]} | {parameter: ids[parameter] for parameter in inner}
            targets.append(Target(name, kwargs, parts_seen(own), False, False, frozenset({"counsellor"})))
    return targets


def parts_seen(placed) -> dict[str, int]:
    """{person: highest part she sees of a case}, from the matrix and the relations that World states."""
    seen = {}
    for person, roles in ROLES.items():
        for role, team in roles:
            for relation in Relation:
                if (role, relation) not in CASE_PARTS or person in placed.locked_out:
                    continue
                part = CASE_PARTS[role, relation]
                if relation in GRANTED:
                    part = min(part, placed.granted.get((person, relation), 0))
                elif not (person in placed.workers if relation == Relation.OWN else team == placed.team):
                    part = 0
                if part:
                    seen[person] = max(seen.get(person, 0), part)
    return seen


def _handover_targets(world):
    """Somebody whose cases the lead of her team may hand over, and nobody. The counsellor may for herself."""
    leads = [one for one, roles in ROLES.items() if (Role.TEAM_LEAD, TEAM) in roles]
    may = dict.fromkeys([*leads, "counsellor"], 1)
    return [
        Target("hers", {"person": world.named.counsellor.pk}, may),
        Target("missing", {"person": NEW_PASSKEY}),
    ]


def _passkey_targets(world):
    own = dict.fromkeys(ROLES, 1)
    return [
        Target("own passkey", {"pk": "own"}, own),
        Target("foreign", {"pk": "foreign"}),
        Target("missing", {"pk": NEW_PASSKEY}),
    ]


def _people_targets(address, world):
    """Somebody with a role of her own and something proposed; her team's leads decide about it."""
    if address.parameters == {"proposal"}:
        leads = [one for one, roles in ROLES.items() if (Role.TEAM_LEAD, TEAM) in roles]
        return [
            Target("page of the team", {"proposal": world.proposal}, dict.fromkeys(leads, 1)),
            Target("missing", {"proposal": NEW_PASSKEY}),
        ]
    ids = {"pk": world.named.outreach.pk, "membership": world.membership, "proposal": world.proposal}
    ids = {name: ids[name] for name in address.parameters}
    inner = dict.fromkeys(address.parameters - {"pk"}, NEW_PASSKEY)
    targets = [
        Target("page", ids, dict.fromkeys(ROLES, 1)),
        Target("missing", ids | (inner or {"pk": NEW_PASSKEY})),
    ]
    return targets + ([Target("another's", ids | {"pk": world.named.colleague.pk})] if inner else [])


def _guide_targets(address, world):
    """A tip, a list of the centre; an experience is its author's and of whoever keeps the guide."""
    if address.parameters == {"tip"}:
        return [Target("page", {"tip": world.guide["tip"]}, dict.fromkeys(ROLES, 1)), Target("missing", {"tip": "1-0"})]
    missing = Target("missing", {"pk": NEW_PASSKEY})
    if address.name == "guide:helped_remove":
        leads = [one for one, roles in ROLES.items() if any(role == Role.TEAM_LEAD for role, _team in roles)]
        return [Target("hers", {"pk": world.guide["helped"]}, dict.fromkeys([*leads, "counsellor"], 1)), missing]
    return [Target("page", {"pk": world.guide["checklist"]}, dict.fromkeys(ROLES, 1)), missing]


def _network_targets(address, world):
    """A partner and what hangs on it belong to everybody who may know the network; and what is not there."""
    ids = {name: world.network[name] for name in address.parameters}
    if address.parameters & UPLOADED.keys():  # hers alone who has uploaded it
        (parameter,) = address.parameters
        return [Target("hers", ids, {UPLOADED[parameter]: 1}), Target("missing", {parameter: NEW_DRAFT})]
    none = {"pk": NEW_DRAFT, "liaison": NEW_PASSKEY, "topic": "keins"}
    missing = {name: none.get(name, NEW_DRAFT) for name in address.parameters}
    targets = [Target("page", ids, dict.fromkeys(ROLES, 1)), Target("missing", missing)]
    inner = address.parameters - {"pk"}
    if inner and "pk" in address.parameters:
        targets.append(Target("of no partner", ids | {"pk": NEW_DRAFT}))
    if "file" in address.parameters:
        targets.append(Target("of another agreement", ids | {"agreement": world.network["other_agreement"]}))
    return targets


def _team_targets(world):
    """The team the lead leads, another one, and none."""
    named = world.named
    leads = {team: [one for one, roles in ROLES.items() if (Role.TEAM_LEAD, team) in roles] for team in (TEAM, OTHER)}
    return [
        Target("page of the team", {"pk": named.team.pk}, dict.fromkeys(leads[TEAM], 1)),
        Target("page of another team", {"pk": named.other_team.pk}, dict.fromkeys(leads[OTHER], 1)),
        Target("missing", {"pk": NEW_PASSKEY}),
    ]
