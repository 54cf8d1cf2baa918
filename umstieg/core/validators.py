"""Rules about single values."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def not_in_future(day) -> None:
    """Something that was told or has begun lies today or earlier."""
    if day > timezone.localdate():
        raise ValidationError(_("This date lies in the future."), code="in_future")
