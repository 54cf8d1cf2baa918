"""One's own account."""

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from umstieg.audit.recording import record
from umstieg.codelists.fields import CodesChoice

from .models import User


class AskForPasswordForm(ResetPasswordForm):
    """Does the same work for an address nobody has here; that letter is written and thrown away (G10)."""

    def clean_email(self):
        email = super().clean_email()
        self.users = self.users or [User(pk=0, email=email, password=make_password(None))]
        return email


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class SpokenLanguagesForm(forms.Form):
    languages = CodesChoice("language", label=_("Languages you counsel in"), required=False)

    def __init__(self, *args, held=(), **kwargs):
        super().__init__(*args, initial={"languages": list(held)}, **kwargs)
        self.fields["languages"].offer(keep=held)


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


class PasskeyField(forms.JSONField):
    """What the browser hands over. JSON that Python cannot read (5,000 digits, endless brackets) is refused."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": "…"}) from error

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return None


# What the library raises about an answer that is no passkey's.
NO_PASSKEY = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    credential = PasskeyField()

    def clean(self):
        if "credential" in self.errors:  # the field is hidden, so its message has to stand above the form
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().clean()
        except NO_PASSKEY as error:
            raise get_adapter().validation_error("incorrect_code") from error


class _RecordsPasskeyFailure:
    """A wrong passkey is a failed sign-in too."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError:
            record("signin.failed", reason="second_factor", object_id=self.user.pk)
            raise
        except NO_PASSKEY as error:
            record("signin.failed", reason="second_factor", object_id=self.user.pk)
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticatePasskeyForm(_RecordsPasskeyFailure, passkeys.AuthenticateWebAuthnForm):
    credential = PasskeyField()


class ReauthenticatePasskeyForm(_RecordsPasskeyFailure, passkeys.ReauthenticateWebAuthnForm):
    credential = PasskeyField()
