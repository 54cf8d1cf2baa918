"""The form field for a file."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from .checking import too_large
from .names import EXTENSIONS
from .refusals import Refused
from .uploads import outcome_of


def names_of_files(form: type[forms.BaseForm]) -> set[str]:
    """The fields of a form that take a file."""
    return {name for name, field in form.base_fields.items() if isinstance(field, forms.FileField)}


def clean_files(form: type[forms.BaseForm], files) -> None:
    """Clean what the form will ask for, so that it is at hand when the transaction of the request is open."""
    for name, field in form.base_fields.items():
        if isinstance(field, CheckedFileField) and name in files:
            outcome_of(files[name])


class CheckedFileField(forms.FileField):
    """Takes PDF, DOCX, ODT, JPEG and PNG, and yields a CleanFile; what is wrong with a file is said at the field."""

    widget = forms.FileInput
    default_error_messages = {
        "empty": _("This file is empty."),
        "invalid": _("Please choose a file."),
    }

    def widget_attrs(self, widget):
        """For the browser: which files to offer, and from how many bytes on there is no use in sending one."""
        known = ",".join(extension for extensions in EXTENSIONS.values() for extension in extensions)
        told = {
            "accept": known,
            "data-largest": str(settings.FILE_SIZE_LIMIT),
            "data-too-large": lazy(too_large, str)(),
        }
        return {**super().widget_attrs(widget), **told}

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        outcome = outcome_of(upload)
        if isinstance(outcome, Refused):
            raise ValidationError(outcome.message, code="refused")
        return outcome
