"""Mail to people who work here. It says that something is to be done, never who or what it is about."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail

NOWHERE = ("", "django.core.mail.backends.dummy.EmailBackend")
logger = logging.getLogger(__name__)


def mail_is_set_up() -> bool:
    return settings.EMAIL_BACKEND not in NOWHERE


def send(to, subject, text) -> bool:
    """Whether the mail went out. A mail server that does not answer stops nothing: the product works without one."""
    if not mail_is_set_up():
        return False
    try:
        return bool(send_mail(f"umstieg: {subject}", text, None, [to]))
    except (OSError, smtplib.SMTPException):
        logger.warning("A mail could not be sent.")
        return False
