"""One's own account, and the people the administration keeps."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.webauthn import forms as passkeys
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Role
from umstieg.access.matrix import CENTRE_ROLES
from umstieg.audit.recording import record
from umstieg.centre.models import Team
from umstieg.codelists.fields import CodesChoice
from umstieg.core.forms import DomainForm, FactsForm

from .models import User


class AskForPasswordForm(ResetPasswordForm):
    """Does the same work for an address nobody has here; that letter is written and thrown away (G10)."""

    def clean_email(self):
        email = super().clean_email()
        self.users = self.users or [User(pk=0, email=email, password=make_password(None))]
        return email


class NewPasswordForm(ChangePasswordForm):
    """A wrong password of today is a failed sign-in and stands in the log (G21): somebody may guess it here."""

    def clean_oldpassword(self):
        try:
            return super().clean_oldpassword()
        except ValidationError:
            record("signin.failed", reason="again", object_id=self.user.pk)
            raise


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


# --- people, kept by the administration ----------------------------------------------------------------


def _helper(*layout):
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout:
        helper.add_layout(Div(*layout))
    return helper


class PersonForm(FactsForm):
    """How somebody is called and by what address she signs in."""

    class Meta:
        model = User
        fields = ["name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper()


class InviteForm(PersonForm):
    """Somebody new. The day on which she was bound to secrecy may follow, but before it the link opens nothing."""

    bound_on = forms.DateField(
        label=_("bound to secrecy on"),
        required=False,
        help_text=_("As the signed paper says. Without it the account cannot be opened; it can be added later."),
    )


class RoleForm(DomainForm):
    """A role in a team, or for the whole centre, from a day on."""

    role = forms.ChoiceField(label=_("role"), choices=Role)
    team = forms.ModelChoiceField(
        label=_("team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("whole centre"),
        help_text=_("Only administration and data protection serve the whole centre; every other role needs a team."),
    )
    started_on = forms.DateField(label=_("from"))
    ended_on = forms.DateField(
        label=_("to"), required=False, help_text=_("First day without the role; empty means until further notice.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(is_active=True).order_by("name")
        self.initial.setdefault("started_on", timezone.localdate())
        self.helper = _helper("role", "team", Div("started_on", "ended_on", css_class="pair"))

    def clean(self):
        facts = super().clean()
        role, team = facts.get("role"), facts.get("team")
        if role and role not in CENTRE_ROLES and team is None and "team" not in self.errors:
            self.add_error("team", _("This role needs a team."))
        elif role in CENTRE_ROLES and team is not None:
            self.add_error("team", _("This role serves the whole centre."))
        return facts


class EndRoleForm(DomainForm):
    """The first day without the role."""

    on = forms.DateField(label=_("first day without the role"), help_text=_("Today: it is gone with the next click."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
        self.helper = _helper()

    def clean_on(self):
        if self.cleaned_data["on"] < timezone.localdate():
            raise ValidationError(_("A role that was held is not taken back for days that have passed."))
        return self.cleaned_data["on"]


class BindingForm(DomainForm):
    """The day somebody was bound to secrecy."""

    bound_on = forms.DateField(label=_("bound on"), help_text=_("As the signed paper says."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("bound_on", timezone.localdate())
        self.helper = _helper()


class DecisionForm(forms.Form):
    """Two buttons."""

    decision = forms.ChoiceField(choices=[("confirm", ""), ("refuse", "")])


class FirstPasswordForm(DomainForm):
    """The invited person chooses her password; nobody else ever knows it."""

    password1 = forms.CharField(label=_("password"), strip=False, widget=forms.PasswordInput(), max_length=200)
    password2 = forms.CharField(label=_("once more"), strip=False, widget=forms.PasswordInput(), max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"].help_text = " ".join(password_validators_help_texts()[1:2])
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "new-password"
        self.helper = _helper()

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self):
        facts = super().clean()
        if facts.get("password1") and facts["password1"] != facts.get("password2"):
            self.add_error("password2", _("The two passwords differ."))
        return facts
