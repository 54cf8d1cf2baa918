"""Why a file is not taken, in words for the person at the form."""

import contextlib

from django.utils.translation import gettext_lazy as _

UNKNOWN = _("This is no PDF, Word (.docx), OpenDocument (.odt), JPEG or PNG file. Only these can be kept here.")
DAMAGED = _("This file cannot be read; it may be damaged. Please open it, save it again and send the new one.")
ADDED = _("This file holds more than it shows: something was put before or behind it. Please save it again.")
LOCKED = _("This file is protected by a password. Please save it without one; it is encrypted here anyway.")
MACROS = _("This document holds macros, and could run them where it is opened. Please save it without.")
EMBEDDED = _("Another file is embedded in this document. Please take it out, or save the document as PDF.")
FETCHES = _("This document would fetch something from elsewhere when it is opened. Please save it as PDF.")
ACTIVE = _("This document would run something when it is opened. Please print it as PDF and send that.")
BOMB = _("Unpacked, this file would be far larger than it looks. It cannot be kept.")
TOO_COMPLEX = _("This file is too long or too complex to be checked. Please print it as PDF, or send it in parts.")
BUSY = _("Other files are being checked at this moment. Please send yours again in a moment.")
TOO_MANY_PIXELS = _("This picture has too many pixels. Please make it smaller.")


class Refused(Exception):
    """A file that is not taken. The message is for the person at the form and repeats nothing of the file."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def name_of(message) -> str:
    """The name under which a message stands here; two processes know it by that."""
    return next(name for name, value in globals().items() if value is message)


@contextlib.contextmanager
def readable():
    """Whatever a library stumbles over in somebody's file is a file that cannot be read, and no error of ours."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        raise Refused(DAMAGED) from error
