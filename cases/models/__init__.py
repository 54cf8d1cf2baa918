"""One noun, one file."""

from .case import Case, CasePhase, CoCounselling
from .client import Client, ClientLanguage, ContactChannel
from .search import SearchTerm
from .session import CounsellingSession, SessionVersion

__all__ = [
    "Case",
    "CasePhase",
    "Client",
    "ClientLanguage",
    "CoCounselling",
    "ContactChannel",
    "CounsellingSession",
    "SearchTerm",
    "SessionVersion",
]
