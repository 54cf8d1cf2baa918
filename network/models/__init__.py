"""One noun, one file."""

from .agreement_file import AgreementFile
from .cooperation import Activity, Agreement, PartnerTask
from .organisation import Liaison, Organisation, PartnerSite, StageChange
from .person import ContactPerson
from .reflection import ReflectionSheet
from .term import Term

__all__ = [
    "Activity",
    "Agreement",
    "AgreementFile",
    "ContactPerson",
    "Liaison",
    "Organisation",
    "PartnerSite",
    "PartnerTask",
    "ReflectionSheet",
    "StageChange",
    "Term",
]
