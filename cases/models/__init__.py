"""One noun, one file."""

from .access_review import AccessReview
from .agenda import Appointment, Task
from .case import Case, CasePhase, CoCounselling
from .client import Client, ClientLanguage, ClientTime, ContactChannel
from .deadline import Deadline
from .goal import Goal, GoalVersion, ReviewPlan, Wish
from .grant import CaseGrant, CaseLock
from .money import Income
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
    "Client",
    "ClientLanguage",
    "ClientTime",
    "CoCounselling",
    "ContactChannel",
    "CounsellingSession",
    "Deadline",
    "Explained",
    "Goal",
    "GoalVersion",
    "Handover",
    "Income",
    "NoteVersion",
    "Notice",
    "Occasion",
    "Outcome",
    "PastClosing",
    "PersonalNote",
    "ReviewPlan",
    "SearchTerm",
    "SessionVersion",
    "SexWorkStatus",
    "Situation",
    "Task",
    "ThemeEntry",
    "Wish",
]
