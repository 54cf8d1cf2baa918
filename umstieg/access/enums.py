"""Roles, permissions, and the four parts of a case."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Five roles, held as memberships. A set, not a ladder: none includes another."""

    COUNSELLOR = "COUNSELLOR", _("Counsellor")
    TEAM_LEAD = "TEAM_LEAD", _("Team lead")
    OUTREACH_WORKER = "OUTREACH_WORKER", _("Outreach worker")
    ADMIN = "ADMIN", _("Administration")
    AUDITOR = "AUDITOR", _("Data protection")


class Permission(TextChoices):
    """What a page or an act asks for. The part of a case it shows is asked for apart, by `visible_to`."""

    HOME_VIEW = "home.view", _("See one's own start page")
    ACCOUNT_OWN = "account.own", _("Keep one's own account")
    CASE_LIST = "case.list", _("List one's own cases")
    CASE_VIEW = "case.view", _("Open a case")
    CASE_OPEN = "case.open", _("Open a new case")
    CASE_CHANGE = "case.change", _("Change the facts of a case")
    CLIENT_CHANGE = "client.change", _("Change what is known of a client")
    CASE_SEARCH = "case.search", _("Search among the cases one may see")
    SESSION_VIEW = "session.view", _("Read a counselling session")
    SESSION_LOG = "session.log", _("Log a counselling session")
    SESSION_CORRECT = "session.correct", _("Correct a counselling session")
    CASE_CLOSE = "case.close", _("Close a case")
    CASE_REOPEN = "case.reopen", _("Reopen a case")
    PERSONAL_NOTE_KEEP = "personal_note.keep", _("Keep personal notes")
    AGENDA_VIEW = "agenda.view", _("See one's tasks and appointments")
    AGENDA_KEEP = "agenda.keep", _("Keep tasks and appointments")
    CALENDAR_FEED = "calendar_feed.keep", _("Let one's own calendar read along")
    NOTICE_LEAVE = "notice.leave", _("Leave a notice for a counsellor")
    NOTICE_SETTLE = "notice.settle", _("File or discard a notice left for oneself")
    DRAFT_KEEP = "draft.keep", _("Keep what one is typing")
    TEAM_LIST = "team.list", _("List the cases of one's team without their content")
    TEAM_CHANGE = "team.change", _("Set after how many days a case of one's team counts as long without contact")
    ROOM_MANAGE = "room.manage", _("Keep the rooms and the Land of the centre")
    AUDIT_READ = "audit.read", _("Read the audit log")
    PERSON_MANAGE = "person.manage", _("Invite people, disable accounts and give roles")
    PROPOSAL_DECIDE = "proposal.decide", _("Confirm what the administration proposes about a person")
    SECRECY_KEEP = "secrecy.keep", _("Keep the register of people bound to secrecy")
    CENTRE_MANAGE = "centre.manage", _("Keep sites and teams")
    CODELIST_MANAGE = "codelist.manage", _("Keep the code lists")


class Part(IntegerChoices):
    """Parts of a case, each including the ones before it."""

    FACTS = 1, _("Facts")
    IDENTITY = 2, _("Identity")
    NOTES = 3, _("Notes")
    RESTRICTED = 4, _("Restricted")


class Relation(TextChoices):
    """How a person stands to a case."""

    OWN = "OWN", _("named on the case as contact person or co-counsellor")
    TEAM = "TEAM", _("case of one's own team")
