"""Numbers that people read aloud (26-0142), drafts of what is being typed, keys that let a form count once, files."""

import uuid

from django.conf import settings
from django.db import models

from .constraints import one_of
from .enums import FileKind
from .fields import EncryptedBytesField, EncryptedCharField, EncryptedJSONField
from .jobs.models import Job  # noqa: F401  Django looks for the models of an app here


class NumberSeries(models.Model):
    """The last number given in a series and year. Taken under a lock, so no number is given twice or left out."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="core_one_series_per_year")]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"


def next_number(series: str, year: int) -> int:
    """The next number of a series; must run in the transaction that uses it."""
    row, _ = NumberSeries.objects.select_for_update().get_or_create(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


class Draft(models.Model):
    """What somebody is typing in a form, kept on the server while she types. Encrypted, hers alone, never audited.

    The id is made with the page and travels with it; `form` names the kind of form, `about` the random id of what it
    is about ("" for none). `facts` holds {field name: [values as the browser sends them]}; `page` is the random id of
    the page that wrote last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    about = models.CharField(max_length=36, blank=True, default="")
    facts = EncryptedJSONField(default=dict)
    page = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-updated_at"], name="core_drafts_of")]

    def __str__(self):
        return str(self.pk)


class SubmitKey(models.Model):
    """A form that has been carried out, by the id its page was made with: sent again, it does nothing again.

    `target` is the address the first answer led to, `digest` tells whether something else is sent the second time.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=32, blank=True, default="")
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="core_submit_keys_by_time")]

    def __str__(self):
        return str(self.pk)


class StoredFile(models.Model):
    """A file that was checked and cleaned (`umstieg.core.files`). It has no path and is nobody's by itself: the row
    that points to it says who may see it, and takes it along when it goes. `size` counts bytes of the content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedCharField(max_length=100)
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("kind", FileKind, name="core_file_of_a_known_kind")]

    def __str__(self):
        return str(self.pk)


class FileChunk(models.Model):
    """A piece of a stored file. What is sealed in it begins with the file, its number and how many there are, so that
    no piece can be exchanged, left out or taken from another file (`umstieg.core.files.storing`).
    """

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveSmallIntegerField()
    content = EncryptedBytesField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="core_one_chunk_per_number")]

    def __str__(self):
        return f"{self.file_id} {self.number}"
