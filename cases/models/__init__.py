"""One noun, one file."""

from .access_review import AccessReview
from .agenda import Appointment, Task
from .budget import Budget
from .case import Case, CasePhase, CoCounselling
from .checklist import Checklist, ChecklistItem
from .client import Client, ClientLanguage, ClientTime, ContactChannel
from .deadline import Deadline
from .goal import Goal, GoalVersion, ReviewPlan, Wish
from .grant import CaseGrant, CaseLock
from .health import HealthClaim, HealthNeed, Insurance
from .housing import Address, Dwelling, FlatSearch
from .money import Account, BenefitClaim, Debt, Income, Paper
from .note import CaseNote, NoteVersion, PersonalNote
from .notice import Notice
from .path import CasePause, Explained, Handover, Outcome, PastClosing, SexWorkStatus
from .residence import Arrival, ResidenceTitle
from .search import SearchTerm
from .session import CounsellingSession, Occasion, SessionVersion
from .situation import Situation, ThemeEntry

__all__ = [
    "AccessReview",
    "Account",
    "Address",
    "Appointment",
    "Arrival",
    "BenefitClaim",
    "Budget",
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
    "Deadline",
    "Debt",
    "Dwelling",
    "Explained",
    "Goal",
    "GoalVersion",
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
    "Paper",
    "PastClosing",
    "PersonalNote",
    "ReviewPlan",
    "ResidenceTitle",
    "SearchTerm",
    "SessionVersion",
    "SexWorkStatus",
    "Situation",
    "Task",
    "ThemeEntry",
    "Wish",
]
