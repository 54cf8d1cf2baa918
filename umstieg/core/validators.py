"""Rules about single values."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")  # control, format, private, surrogate, line and paragraph signs


def not_in_future(day) -> None:
    """Something that was told or has begun lies today or earlier."""
    if day > timezone.localdate():
        raise ValidationError(_("This date lies in the future."), code="in_future")


def readable(text: str) -> None:
    """Something that is read aloud has letters or digits, and no invisible signs that turn or hide it."""
    if not any(letter.isalnum() for letter in text) or any(unicodedata.category(letter) in UNSEEN for letter in text):
        raise ValidationError(_("Please use letters or digits that can be read."), code="unreadable")
