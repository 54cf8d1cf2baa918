"""Roles, permissions, and the four parts of a case."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    CASE_VIEW = "case.view", pgettext_lazy("permission", "Open a case")
    CASE_OPEN = "case.open", pgettext_lazy("permission", "Open a new case")
    CASE_CHANGE = "case.change", _("Change the facts of a case")
    CLIENT_CHANGE = "client.change", _("Change what is known of a client")
    CASE_SEARCH = "case.search", _("Search among the cases one may see")
    SESSION_VIEW = "session.view", _("Read a counselling session")
    SESSION_LOG = "session.log", _("Log a counselling session")
    SESSION_CORRECT = "session.correct", _("Correct a counselling session")
    LEDGER_VIEW = "ledger.view", _("See who has looked at a case")
    CASE_CLOSE = "case.close", _("Close a case")
    CASE_REOPEN = "case.reopen", _("Reopen a case")
    PERSONAL_NOTE_KEEP = "personal_note.keep", _("Keep personal notes")
    AGENDA_VIEW = "agenda.view", _("See one's tasks and appointments")
    AGENDA_KEEP = "agenda.keep", _("Keep tasks and appointments")
    CALENDAR_FEED = "calendar_feed.keep", _("Let one's own calendar read along")
    NOTICE_LEAVE = "notice.leave", _("Leave a notice for a counsellor")
    NOTICE_SETTLE = "notice.settle", _("File or discard a notice left for oneself")
    DRAFT_KEEP = "draft.keep", _("Keep what one is typing")
    JOB_FOLLOW = "job.follow", _("Follow one's own jobs in the background")
    TEAM_LIST = "team.list", _("List the cases of one's team without their content")
    HANDOVER = "case.hand_over", _("Hand cases over")
    GRANT_COVER = "grant.cover", _("Step in for a colleague")
    GRANT_REASON = "grant.reason", _("Open a case of one's team with a reason")
    GRANT_EMERGENCY = "grant.emergency", _("Open a case in an emergency")
    GRANT_REVIEW = "grant.review", _("Review openings in an emergency")
    ACCESS_REVIEW = "access.review", _("Look through who still needs the cases of one's team")
    LOCK_KEEP = "lock.keep", _("Hide a case from a colleague")
    LOCK_LIFT = "lock.lift", _("Lift a lock")
    TEAM_CHANGE = "team.change", _("Set after how many days a case of one's team counts as long without contact")
    TEXT_CONFIRM = "text.confirm", _("Confirm translations that clients are given")
    ROOM_MANAGE = "room.manage", _("Keep the rooms and the Land of the centre")
    AUDIT_SECOND = "audit.second", _("Decide as the second person on a search of the log by person")
    AUDIT_READ = "audit.read", _("Read the audit log")
    PERSON_MANAGE = "person.manage", _("Invite people, disable accounts and give roles")
    PROPOSAL_DECIDE = "proposal.decide", _("Confirm what the administration proposes about a person")
    SECRECY_KEEP = "secrecy.keep", _("Keep the register of people bound to secrecy")
    CENTRE_MANAGE = "centre.manage", _("Keep sites and teams")
    NETWORK_VIEW = "network.view", _("Find partners and see what is known of them")
    NETWORK_KEEP = "network.keep", _("Keep partners, their people, agreements and activities")
    NETWORK_EXCHANGE = "network.exchange", _("Read partners in from a spreadsheet and write them out")
    CODELIST_MANAGE = "codelist.manage", _("Keep the code lists")
    GUIDE_VIEW = "guide.view", _("Look things up in the guide")
    GUIDE_TELL = "guide.tell", _("Note what has helped here")
    GUIDE_KEEP = "guide.keep", _("Keep the rules of the house and the checklists of the centre")


class Part(IntegerChoices):
    """Parts of a case, each including the ones before it. Whoever may write in a case sees all of it: the last step."""

    FACTS = 1, _("Facts")
    IDENTITY = 2, _("Identity")
    NOTES = 3, _("Notes")
    RESTRICTED = 4, _("Restricted")
    WORK = 5, _("Everything, and work in it")


class Relation(TextChoices):
    """How a person stands to a case."""

    OWN = "OWN", _("named on the case as contact person or co-counsellor")
    TEAM = "TEAM", _("case of one's own team")
    COVER = "COVER", _("stepped in for the contact person, as named deputy, until a day")
    REASON = "REASON", _("opened with a reason of the lead, until midnight")
    KEEP = "KEEP", _("had it before a handover and may read on until a day")
    EMERGENCY = "EMERGENCY", _("opened in an emergency, for an hour at most")
