"""The one page that says who may what. The data-protection officer reads this file; tests hold the product to it.

Rights come from memberships (person × team × role) and from this page, from nowhere else: no groups, no superuser,
no Django permissions. `docs/access.md` is made from it by `manage.py write_docs`.
"""

from functools import cache

from django.utils.translation import gettext_lazy as _

from .enums import Part, Permission, Relation, Role

# Whoever may sign in at all, also before she has a role.
EVERYBODY = frozenset({Permission.HOME_VIEW, Permission.ACCOUNT_OWN, Permission.DRAFT_KEEP, Permission.JOB_FOLLOW})

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
            Permission.LEDGER_VIEW,
            Permission.CASE_CLOSE,
            Permission.CASE_REOPEN,
            Permission.PERSONAL_NOTE_KEEP,
            Permission.AGENDA_VIEW,
            Permission.AGENDA_KEEP,
            Permission.CALENDAR_FEED,
            Permission.NOTICE_LEAVE,
            Permission.NOTICE_SETTLE,
            Permission.HANDOVER,
            Permission.GRANT_COVER,
            Permission.GRANT_EMERGENCY,
            Permission.LOCK_KEEP,
            Permission.NETWORK_VIEW,
            Permission.NETWORK_KEEP,
            Permission.GUIDE_VIEW,
            Permission.GUIDE_TELL,
        }
    ),
    Role.TEAM_LEAD: frozenset(
        {
            Permission.CASE_VIEW,
            Permission.CASE_SEARCH,
            Permission.LEDGER_VIEW,
            Permission.TEAM_LIST,
            Permission.TEAM_CHANGE,
            Permission.SESSION_VIEW,  # of a case that she has opened with a reason
            Permission.HANDOVER,
            Permission.GRANT_REASON,
            Permission.GRANT_REVIEW,
            Permission.ACCESS_REVIEW,
            Permission.LOCK_KEEP,
            Permission.TEXT_CONFIRM,
            Permission.AUDIT_SECOND,
            Permission.NOTICE_LEAVE,
            Permission.PROPOSAL_DECIDE,
            Permission.NETWORK_VIEW,
            Permission.NETWORK_KEEP,
            Permission.NETWORK_EXCHANGE,
            Permission.GUIDE_VIEW,
            Permission.GUIDE_TELL,
            Permission.GUIDE_KEEP,
        }
    ),
    Role.OUTREACH_WORKER: frozenset({Permission.NOTICE_LEAVE, Permission.NETWORK_VIEW, Permission.GUIDE_VIEW}),
    Role.ADMIN: frozenset(
        {
            Permission.ROOM_MANAGE,
            Permission.TEXT_CONFIRM,
            Permission.PERSON_MANAGE,
            Permission.SECRECY_KEEP,
            Permission.CENTRE_MANAGE,
            Permission.CODELIST_MANAGE,
            Permission.NETWORK_VIEW,
            Permission.NETWORK_KEEP,
            Permission.NETWORK_EXCHANGE,
            Permission.GUIDE_VIEW,
            Permission.GUIDE_KEEP,
        }
    ),
    Role.AUDITOR: frozenset(
        {Permission.AUDIT_READ, Permission.AUDIT_SECOND, Permission.LOCK_LIFT, Permission.PROPOSAL_DECIDE}
    ),
}

# Which part of a case a role sees, and by which relation to it. A pair that is not named here shows nothing.
CASE_PARTS: dict[tuple[Role, Relation], Part] = {
    (Role.COUNSELLOR, Relation.OWN): Part.WORK,
    (Role.COUNSELLOR, Relation.COVER): Part.WORK,
    (Role.COUNSELLOR, Relation.KEEP): Part.RESTRICTED,
    (Role.COUNSELLOR, Relation.EMERGENCY): Part.RESTRICTED,
    (Role.TEAM_LEAD, Relation.TEAM): Part.FACTS,
    (Role.TEAM_LEAD, Relation.REASON): Part.RESTRICTED,  # the notes at first; the rest by a second step
}

# Relations that somebody is given for a time, by a grant that says how far it goes. A lock beats every relation.
GRANTED = (Relation.COVER, Relation.KEEP, Relation.REASON, Relation.EMERGENCY)

# The closed list of what FACTS holds. Not in it, among others: names, contact data, nationality, age, topics, status
# to sex work, states of the pillars, money.
FACTS = (
    _("case number"),
    _("pseudonym"),
    _("team"),
    _("site"),
    _("contact person"),
    _("deputy"),
    _("co-counsellors"),
    _("phase"),
    _("opened on, closed on"),
    _("date and mode of the last contact"),
    _("date of the next appointment"),
    _("number and due dates of overdue tasks, without their text"),
    _("review due"),
    _("number of transparency items missing"),
    _("language needed"),
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
