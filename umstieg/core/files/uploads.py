"""How an upload arrives: in memory, whole or not at all, so that nothing is ever written to the disk in clear."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class TooLargeFile(InMemoryUploadedFile):
    """Stands for a file beyond the limit, without its content, so that the message can stand at its field."""


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps files up to FILE_SIZE_LIMIT. Django's own would drop a larger one unseen, or write it to /tmp."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.FILE_SIZE_LIMIT:
            self.content = None
        if self.content is not None:
            self.content.write(raw_data)

    def file_complete(self, file_size):
        arrived = InMemoryUploadedFile if self.content is not None else TooLargeFile
        content = self.content or BytesIO()
        content.seek(0)
        return arrived(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
