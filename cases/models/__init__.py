"""One noun, one file."""

from .access_review import AccessReview
from .agenda import Appointment, Task
from .case import Case, CasePhase, CoCounselling
from .client import Client, ClientLanguage, ClientTime, ContactChannel
from .deadline import Deadline
from .grant import CaseGrant, CaseLock
from .health import HealthClaim, HealthNeed, Insurance
from .housing import Address, Dwelling, FlatSearch
from .money import Income
from .note import CaseNote, NoteVersion, PersonalNote
from .notice import Notice
from .path import CasePause, Explained, Handover, Outcome, PastClosing, SexWorkStatus
from .residence import Arrival, ResidenceTitle
from .search import SearchTerm
from .session import CounsellingSession, Occasion, SessionVersion
from .situation import Situation, ThemeEntry

__all__ = [
    "AccessReview",
    "Address",
    "Appointment",
    "Arrival",
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
    "Dwelling",
    "Explained",
    "FlatSearch",
    "Handover",
    "HealthClaim",
    "HealthNeed",
    "Income",
    "Insurance",
    "NoteVersion",
    "Notice",
    "Occasion",
    "Outcome",
    "PastClosing",
    "PersonalNote",
    "ResidenceTitle",
    "SearchTerm",
    "SessionVersion",
    "SexWorkStatus",
    "Situation",
    "Task",
    "ThemeEntry",
]
