"""How an upload arrives: in memory, whole or not at all, so that nothing is ever written to the disk in clear.

It is checked as it arrives. The audit middleware lets that happen before the transaction of the request begins: on
SQLite everybody else would wait as long as a large file takes.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from .checking import CleanFile, checked, too_large
from .refusals import Refused


class CheckedUpload(InMemoryUploadedFile):
    """An upload that knows what came of it: a CleanFile, or Refused, which its field says to whoever sent it."""

    outcome: CleanFile | Refused


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps files up to FILE_SIZE_LIMIT. Django's own would drop a larger one unseen, or write it to /tmp."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if not getattr(self.request, "user", None) or not self.request.user.is_authenticated:
            raise SkipFile  # a stranger at the door has no form with a file, and makes us no work
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
        upload = CheckedUpload(content, *about)
        upload.outcome = Refused(too_large()) if self.content is None else outcome_of(upload)
        return upload


def outcome_of(upload) -> CleanFile | Refused:
    """What came of an upload, or comes of it now where it arrived another way."""
    if isinstance(upload, CheckedUpload) and hasattr(upload, "outcome"):
        return upload.outcome
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        return checked(name=upload.name, content=content)
    except Refused as refused:
        return refused
