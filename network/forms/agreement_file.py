"""A paper for an agreement."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from umstieg.core.files.fields import CheckedFileField
from umstieg.core.forms import DomainForm, helper_for


class AgreementFileForm(DomainForm):
    """One file; several are added one after the other."""

    file = CheckedFileField(label=_("file"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = _("PDF, Word (.docx), OpenDocument (.odt), JPEG or PNG, at most %(most)s MB.")
        self.fields["file"].help_text = text % {"most": settings.FILE_SIZE_LIMIT // 1024**2}
        self.helper = helper_for("file")
