"""How django-allauth works here: no sign-up, every event at the door in the log, secrets encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.audit.recording import current, record
from umstieg.core.crypto import decrypt, encrypt
from umstieg.core.mail import send_soon

from .guessing import remember_address, take
from .models import User
from .second_factor import PLACE
from .sign_ins import note_new_key, note_sign_in, note_sign_out

SIGNED_IN_AT = "signed_in_at"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail; accounts are made by the administration."""

    # django-allauth's German says "du"; the product says "Sie".
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is disabled."),
        "email_password_mismatch": _("E-mail address or password is not right."),
        "enter_current_password": _("The current password is not right."),
        "incorrect_code": _("The code is not right."),
        "incorrect_password": _("The password is not right."),
        "too_many_login_attempts": _("Too many failed sign-ins. Please wait a while and try again."),
        "same_as_current": _("The new password must differ from the current one."),
        "rate_limited": _("Too many attempts. Please wait a while and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """No second kind of answer: as JSON a failed form would be an error and roll its own counters back."""
        return False

    def login(self, request, user):
        super().login(request, user)
        request.session[SIGNED_IN_AT] = timezone.now().timestamp()
        request.known_here = user
        remember_address(request, user.email)
        note_sign_in(request, user)
        record("signin.succeeded", object_id=user.pk)

    def logout(self, request):
        request.audit_actor = request.user if request.user.is_authenticated else None
        record("signout.done")
        request.clear_browser = True
        note_sign_out(request)
        super().logout(request)

    def pre_authenticate(self, request, **credentials):
        self._login_failed_rl_usage = take(request, credentials.get("email") or "")  # given back if it was right
        if self._login_failed_rl_usage is None:
            record("signin.failed", reason="too_many", object_id=_account_of(credentials))
            raise self.validation_error("too_many_login_attempts")

    def respond_user_inactive(self, request, user):
        record("signin.failed", reason="disabled", object_id=user.pk)
        return super().respond_user_inactive(request, user)

    def authentication_failed(self, request, **credentials):
        record("signin.failed", reason="password", object_id=_account_of(credentials))

    def reauthenticate(self, user, password):
        confirmed = super().reauthenticate(user, password)
        record("signin.confirmed" if confirmed else "signin.failed", reason="again", object_id=user.pk)
        return confirmed

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if current():  # not after the commit: what comes then was told by second_factor_views
            record("account.security_changed", reason=template_prefix.rpartition("/")[2], object_id=user.pk)
        if template_prefix.endswith("/password_reset"):  # by the link that was mailed: here nobody guesses
            self.request.known_here = user
        if template_prefix.endswith("/password_changed"):
            note_new_key(self.request)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix, email, context):
        """Handed over, not waited for: how long the answer takes tells nobody whether there is an account (G10)."""
        site = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, site | context)
        send_soon(message if context["user"].pk else None)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie in the database encrypted like everything else."""

    def encrypt(self, text):
        return encrypt(text, PLACE)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text, PLACE)


def _account_of(credentials):
    """The id of the account somebody tried, never what was typed."""
    return User.objects.filter(email__iexact=credentials.get("email") or "").values_list("pk", flat=True).first() or ""
