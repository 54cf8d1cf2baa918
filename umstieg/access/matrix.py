"""The one page that says who may what. The data-protection officer reads this file; tests hold the product to it.

Rights come from memberships (person × team × role) and from this page, from nowhere else: no groups, no superuser,
no Django permissions. `docs/access.md` is made from it by `manage.py write_docs`.
"""

from functools import cache

from .enums import Part, Permission, Relation, Role

# Whoever may sign in at all, also before she has a role.
EVERYBODY = frozenset({Permission.HOME_VIEW, Permission.ACCOUNT_OWN, Permission.DRAFT_KEEP})

# What each role may do beyond that.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COUNSELLOR: frozenset(
        {
            Permission.CASE_LIST,
            Permission.CASE_VIEW,
            Permission.CASE_OPEN,
            Permission.CASE_CHANGE,
            Permission.CLIENT_CHANGE,
            Permission.CASE_SEARCH,
            Permission.SESSION_VIEW,
            Permission.SESSION_LOG,
            Permission.SESSION_CORRECT,
            Permission.CASE_CLOSE,
            Permission.CASE_REOPEN,
            Permission.PERSONAL_NOTE_KEEP,
            Permission.AGENDA_VIEW,
            Permission.AGENDA_KEEP,
            Permission.CALENDAR_FEED,
            Permission.NOTICE_LEAVE,
            Permission.NOTICE_SETTLE,
        }
    ),
    Role.TEAM_LEAD: frozenset(
        {
            Permission.CASE_VIEW,
            Permission.CASE_SEARCH,
            Permission.TEAM_LIST,
            Permission.TEAM_CHANGE,
            Permission.NOTICE_LEAVE,
            Permission.PROPOSAL_DECIDE,
        }
    ),
    Role.OUTREACH_WORKER: frozenset({Permission.NOTICE_LEAVE}),
    Role.ADMIN: frozenset(
        {
            Permission.ROOM_MANAGE,
            Permission.PERSON_MANAGE,
            Permission.SECRECY_KEEP,
            Permission.CENTRE_MANAGE,
            Permission.CODELIST_MANAGE,
        }
    ),
    Role.AUDITOR: frozenset({Permission.AUDIT_READ, Permission.PROPOSAL_DECIDE}),
}

# Which part of a case a role sees, and by which relation to it. A pair that is not named here shows nothing.
CASE_PARTS: dict[tuple[Role, Relation], Part] = {
    (Role.COUNSELLOR, Relation.OWN): Part.RESTRICTED,
    (Role.TEAM_LEAD, Relation.TEAM): Part.FACTS,
}

# The closed list of what FACTS holds. Not in it, among others: names, contact data, nationality, age, topics, status
# to sex work, states of the pillars, money.
FACTS = (
    "case number",
    "pseudonym",
    "team",
    "site",
    "contact person",
    "deputy",
    "co-counsellors",
    "phase",
    "opened on, closed on",
    "date and mode of the last contact",
    "date of the next appointment",
    "number and due dates of overdue tasks, without their text",
    "review due",
    "number of transparency items missing",
    "language needed",
)

# Roles without a team: they serve the whole centre.
CENTRE_ROLES = frozenset({Role.ADMIN, Role.AUDITOR})

# What an administrator only proposes and a second person decides: roles that work with people, and who watches her.
PROPOSED_ROLES = frozenset(Role) - {Role.ADMIN}

# One account never joins a role of the left with a role of the right; the person then has two accounts.
SEPARATE_ACCOUNTS = (
    (Role.ADMIN, Role.COUNSELLOR),
    (Role.ADMIN, Role.TEAM_LEAD),
    (Role.AUDITOR, Role.COUNSELLOR),
    (Role.AUDITOR, Role.TEAM_LEAD),
    (Role.ADMIN, Role.AUDITOR),
)


def permissions_of(roles) -> frozenset[Permission]:
    """All permissions of a set of roles, and those of everybody; an unknown role adds none."""
    return _permissions_of(frozenset(roles))


@cache
def _permissions_of(roles):
    return EVERYBODY.union(*(PERMISSIONS.get(role, frozenset()) for role in roles))


def relations_showing(part: Part) -> list[tuple[Role, Relation]]:
    """The pairs of role and relation that show at least `part` of a case."""
    return [pair for pair, shown in CASE_PARTS.items() if shown >= part]


def conflicting(roles) -> tuple[Role, Role] | None:
    """The first two roles that must not stand on one account, or None."""
    return next((pair for pair in SEPARATE_ACCOUNTS if set(pair) <= set(roles)), None)
