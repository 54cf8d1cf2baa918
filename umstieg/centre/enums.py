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
