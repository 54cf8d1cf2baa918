"""One noun, one file."""

from .access_review import AccessReview
from .agenda import Appointment, Task
from .case import Case, CasePhase, CoCounselling
from .checklist import Checklist, ChecklistItem
from .client import Client, ClientLanguage, ClientTime, ContactChannel
from .grant import CaseGrant, CaseLock
from .note import CaseNote, NoteVersion, PersonalNote
from .notice import Notice
from .path import CasePause, Explained, Handover, Outcome, PastClosing, SexWorkStatus
from .search import SearchTerm
from .session import CounsellingSession, Occasion, SessionVersion
from .situation import Situation, ThemeEntry

__all__ = [
    "AccessReview",
    "Appointment",
    "Case",
    "CaseGrant",
    "CaseLock",
    "CaseNote",
    "CasePause",
    "CasePhase",
    "Checklist",
    "ChecklistItem",
    "Client",
    "ClientLanguage",
    "ClientTime",
    "CoCounselling",
    "ContactChannel",
    "CounsellingSession",
    "Explained",
    "Handover",
    "NoteVersion",
    "Notice",
    "Occasion",
    "Outcome",
    "PastClosing",
    "PersonalNote",
    "SearchTerm",
    "SessionVersion",
    "SexWorkStatus",
    "Situation",
    "Task",
    "ThemeEntry",
]
