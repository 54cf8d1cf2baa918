"""One noun, one file."""

from .cooperation import Activity, Agreement, PartnerTask
from .organisation import Liaison, Organisation, PartnerSite, StageChange
from .person import ContactPerson
from .reflection import ReflectionSheet
from .term import Term

__all__ = [
    "Activity",
    "Agreement",
    "ContactPerson",
    "Liaison",
    "Organisation",
    "PartnerSite",
    "PartnerTask",
    "ReflectionSheet",
    "StageChange",
    "Term",
]
