"""Facts about rooms that pages branch on."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SiteKind(TextChoices):
    """112-01, 114-09, 114-10."""

    COUNSELLING = "COUNSELLING", _("Counselling centre")
    DROP_IN = "DROP_IN", _("Drop-in centre")
    MOBILE = "MOBILE", _("Mobile")
    PARTNER_ROOM = "PARTNER_ROOM", _("Room of a partner")


class Accessibility(TextChoices):
    """114-11."""

    FULL = "FULL", _("barrier-free")
    PARTLY = "PARTLY", _("partly barrier-free")
    NONE = "NONE", _("not barrier-free")
    UNKNOWN = "UNKNOWN", _("not stated")


class Land(TextChoices):
    """The sixteen Länder; names are proper names and the same in every language."""

    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", "Hessen"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", "Thüringen"


class PrintedAs(TextChoices):
    """How colleagues are named on printouts for clients."""

    NAME = "NAME", _("by first and last name")
    FUNCTION = "FUNCTION", _("by what they do")
