"""Seeing what could lead to a person in a text that everybody reads. Names cannot be seen; these can."""

import re

from django.utils.translation import gettext as _

from umstieg.core.errors import DomainError

FEWEST_DIGITS = 6  # of a phone number
_MONTHS = "jan|feb|mär|maerz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"
_CASE_NUMBER = re.compile(r"(?<![\d-])\d{2}\s?[-–]\s?\d{4}(?![\d-])")
_EMAIL = re.compile(r"\S+\s?(?:@|\(at\)|\[at\])\s?\w[\w-]*\s?(?:\.|\(dot\)|\[dot\])\s?\w{2,}", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}\.?\s+(?:{_MONTHS})\w*\.?\s+\d{{2,4}})(?!\d)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w§])(?:\+|\(?0)[\d\s/().–-]{4,}\d|(?<!\d)\d{7,}(?!\d)")


def must_name_nobody(text: str, *, field: str) -> None:
    """DomainError where a text holds what looks like a case number, an e-mail address, a birthday or a phone number."""
    if message := _found_in(text):
        raise DomainError(message, field=field)


def _found_in(text):
    if _EMAIL.search(text):
        return _("This looks like an e-mail address. Everybody reads this: please leave it out.")
    if _DAY.search(text):
        return _("This looks like a day, perhaps a date of birth. Everybody reads this: please leave it out.")
    if _CASE_NUMBER.search(text):
        return _("This looks like a case number. Everybody reads this: please leave it out.")
    if any(len(re.sub(r"\D", "", found)) >= FEWEST_DIGITS for found in _PHONE.findall(text)):
        return _("This looks like a phone number. Everybody reads this; numbers of partners belong to the network.")
    return ""
