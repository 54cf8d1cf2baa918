"""Mail to people who work here. It says that something is to be done or has happened, never who or what it is about."""

import logging
import threading

from django.conf import settings
from django.core.mail import EmailMessage

NOWHERE = ("", "django.core.mail.backends.dummy.EmailBackend")
log = logging.getLogger(__name__)


def mail_is_set_up() -> bool:
    return settings.EMAIL_BACKEND not in NOWHERE


def letter(to, subject, text) -> EmailMessage:
    """A mail to one address."""
    return EmailMessage(f"umstieg: {subject}", text, None, [to])


def send_now(message) -> bool:
    """Whether the mail went out. A mail server that does not answer stops nothing: the product works without one."""
    try:
        return mail_is_set_up() and bool(message.send())
    except Exception as error:  # whatever a mail server does; smtplib and sockets have many names for it
        log.error("A mail was not sent: %s", type(error).__name__)  # noqa: TRY400 - a traceback holds addresses
        return False


def send_soon(message) -> None:
    """Send `message` beside the request, so that nobody waits. None costs the same and sends nothing."""
    sending = threading.Thread(target=lambda: message is None or send_now(message), daemon=True)
    sending.start()
    if not settings.MAIL_BESIDE_REQUEST:
        sending.join()
