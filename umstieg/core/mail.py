"""Sending mail without making anybody wait for the mail server."""

import logging
import threading

from django.conf import settings

log = logging.getLogger(__name__)


def send_soon(message) -> None:
    """Send `message` beside the request. None costs the same and sends nothing."""
    sending = threading.Thread(target=_send, args=[message], daemon=True)
    sending.start()
    if not settings.MAIL_BESIDE_REQUEST:
        sending.join()


def _send(message):
    try:
        if message is not None:
            message.send()
    except Exception as error:  # whoever asked is long gone; she asks again
        log.error("A mail was not sent: %s", type(error).__name__)  # noqa: TRY400 - a traceback holds addresses
