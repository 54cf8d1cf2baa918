"""What the kernel branches on."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """Kinds of files that are kept; the names are what people call them, so they are not translated."""

    PDF = "PDF", "PDF"
    DOCX = "DOCX", "Word (.docx)"
    ODT = "ODT", "OpenDocument (.odt)"
    JPEG = "JPEG", "JPEG"
    PNG = "PNG", "PNG"
