"""What each role sees and does not see, in a sentence: the screen says what it withholds."""

from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Permission, Role

SIGHT = {
    Role.COUNSELLOR: _(
        "Everything in the cases in which you are contact person or co-counsellor. Nothing of other cases."
    ),
    Role.TEAM_LEAD: _("The facts of your team's cases: number, pseudonym, people, phase, dates. No names, no notes."),
    Role.OUTREACH_WORKER: _("No case and no client."),
    Role.ADMIN: _("No case and no client. Whoever manages the centre sees none of its files."),
    Role.AUDITOR: _("The audit log: who did what and who looked. No case, no client."),
}

# Where somebody goes first who has no cases of her own: (permission, address, icon, title, text, action).
FIRST_PLACES = (
    (
        Permission.TEAM_LIST,
        "desk:team",
        "layers",
        _("The cases of your team"),
        _("Who is there for whom, in which phase, and when the last contact was."),
        _("To the team"),
    ),
    (
        Permission.PERSON_MANAGE,
        "people:list",
        "users",
        _("The people of the centre"),
        _("Invite, give and end roles, and who is bound to secrecy."),
        _("To the people"),
    ),
    (
        Permission.CENTRE_MANAGE,
        "sites:list",
        "building-2",
        _("Sites and teams"),
        _("Where you are, when you are open, and which teams work there."),
        _("To the sites"),
    ),
    (
        Permission.CODELIST_MANAGE,
        "codelists:lists",
        "list-ordered",
        _("The words of the forms"),
        _("What can be chosen in the forms: add, rename and end."),
        _("To the lists"),
    ),
    (
        Permission.AUDIT_READ,
        "audit:log",
        "shield",
        _("The audit log"),
        _("Every act, every look and every refusal, sealed in a chain."),
        _("To the audit log"),
    ),
)
