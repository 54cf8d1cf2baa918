"""What a proposal is about, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalKind(TextChoices):
    ROLE = "ROLE", _("Role")
    SECOND_FACTOR = "SECOND_FACTOR", _("Reset of the second factor")


class Decision(TextChoices):
    CONFIRMED = "CONFIRMED", _("confirmed")
    REFUSED = "REFUSED", _("refused")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
