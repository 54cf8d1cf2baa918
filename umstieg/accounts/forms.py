"""One's own account."""

from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from umstieg.audit.recording import record


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class _RecordsFailure:
    """A wrong code is a failed sign-in and stands in the log (G21)."""

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError:
            record("signin.failed", reason="second_factor", object_id=self.user.pk)
            raise


class AuthenticateForm(_RecordsFailure, BaseAuthenticateForm):
    pass


class ReauthenticateForm(_RecordsFailure, BaseReauthenticateForm):
    pass
