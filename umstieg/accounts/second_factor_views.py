"""Two pages of django-allauth that tell of their change too late: only after the commit, when the event of the request
is sealed already. Here the log is told in the same transaction, before the change."""

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView

from umstieg.audit.recording import record


class Told:
    """A form whose success is an act in the log; `told` says what changed."""

    told = ""

    def form_valid(self, form):
        record("account.security_changed", reason=self.told, object_id=self.request.user.pk)
        return super().form_valid(form)


class ActivateTOTP(Told, ActivateTOTPView):
    told = "totp_activated"


class GenerateRecoveryCodes(Told, GenerateRecoveryCodesView):
    told = "recovery_codes_generated"
