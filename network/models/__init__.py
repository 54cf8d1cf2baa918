"""One noun, one file."""

from .agreement_file import AgreementFile
from .cooperation import Activity, Agreement, PartnerTask
from .intake import Intake
from .organisation import Liaison, Organisation, PartnerSite, StageChange
from .person import ContactPerson
from .reflection import ReflectionSheet
from .term import Term

__all__ = [
    "Activity",
    "Agreement",
    "AgreementFile",
    "ContactPerson",
    "Intake",
    "Liaison",
    "Organisation",
    "PartnerSite",
    "PartnerTask",
    "ReflectionSheet",
    "StageChange",
    "Term",
]
