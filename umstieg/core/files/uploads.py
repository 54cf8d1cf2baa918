"""How an upload arrives: in memory, whole or not at all, so that nothing is ever written to the disk in clear.

It is only collected here, for the fields that the middleware has said the form has, and cleaned when its field asks.
"""

import threading
import time
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from . import cleaning
from .checking import CleanFile, checked, too_large
from .refusals import BUSY, Refused

AT_ONCE = threading.BoundedSemaphore(2)  # cleanings in a server process; its other threads answer everybody else


class TimeLeft:
    """The seconds that all files of a request have together."""

    def __init__(self):
        self.seconds = cleaning.SECONDS

    def spend(self, seconds):
        self.seconds = max(0, self.seconds - seconds)


class CollectedUpload(InMemoryUploadedFile):
    """An upload that remembers what came of it: a CleanFile, or Refused, which its field says to whoever sent it."""

    outcome: CleanFile | Refused | None = None
    time_left: TimeLeft


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps files up to FILE_SIZE_LIMIT. Django's own would drop a larger one unseen, or write it to /tmp."""

    def __init__(self, request=None):
        super().__init__(request)
        self.time_left = TimeLeft()

    def new_file(self, field_name, *args, **kwargs):
        super().new_file(field_name, *args, **kwargs)
        if field_name not in getattr(self.request, "file_fields", ()):
            raise SkipFile  # no form asks for it, or not of this person: it makes us no work
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.FILE_SIZE_LIMIT:
            self.content = None
        if self.content is not None:
            self.content.write(raw_data)

    def file_complete(self, file_size):
        content = BytesIO() if self.content is None else self.content
        content.seek(0)
        about = (self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        upload = CollectedUpload(content, *about)
        upload.time_left = self.time_left
        if self.content is None:
            upload.outcome = Refused(too_large())
        return upload


def outcome_of(upload) -> CleanFile | Refused:
    """What comes of an upload. Cleaned once, within the time of its request, and never more than a few at once."""
    if getattr(upload, "outcome", None) is None:
        upload.outcome = _cleaned(upload, getattr(upload, "time_left", None) or TimeLeft())
    return upload.outcome


def _cleaned(upload, time_left):
    if not AT_ONCE.acquire(blocking=False):
        return Refused(BUSY)
    begun = time.monotonic()
    try:
        upload.seek(0)
        return checked(name=upload.name, content=upload.read(), seconds=time_left.seconds)
    except Refused as refused:
        return refused
    finally:
        upload.seek(0)
        time_left.spend(time.monotonic() - begun)
        AT_ONCE.release()
