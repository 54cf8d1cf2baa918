from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "umstieg.accounts"
    label = "accounts"

    def ready(self):
        from umstieg.audit.events import register
        from umstieg.audit.reasons import register as register_reasons

        from .enums import ProposalKind

        register(
            {
                "account.added": _("Account added"),
                "account.changed": _("Account changed"),
                "account.invited": _("Person invited"),
                "account.invitation_revoked": _("Invitation revoked"),
                "account.activated": _("Invitation accepted, password chosen"),
                "account.disabled": _("Account disabled"),
                "account.enabled": _("Account enabled"),
                "account.security_changed": _("Password or second factor changed"),
                "membership.added": _("Membership added"),
                "membership.ended": _("Membership ended"),
                "membership.proposed": _("Membership proposed"),
                "proposal.confirmed": _("Proposal confirmed"),
                "proposal.refused": _("Proposal refused"),
                "proposal.withdrawn": _("Proposal withdrawn"),
                "second_factor.reset_asked": _("Reset of a second factor asked for"),
                "second_factor.reset": _("Second factor reset"),
                "secrecy.bound": _("Binding to secrecy recorded"),
                "signin.succeeded": _("Signed in"),
                "signin.failed": _("Sign-in failed"),
                "signin.confirmed": _("Identity confirmed again"),
                "signin.ended": _("Session ended from another device"),
                "signout.done": _("Signed out"),
            }
        )
        register_reasons(
            {
                "password": _("wrong password"),
                "second_factor": _("wrong code or passkey"),
                "too_many": _("too many attempts"),
                "disabled": _("account disabled"),
                "again": "",
            }
            | dict(ProposalKind.choices)
        )

    def reencrypt(self, done):
        """Part of `rotate_keys`: the second factors, whose table is not ours."""
        from .second_factor import reencrypt_second_factors

        reencrypt_second_factors(done)

    def sealed_values(self):
        """Part of `check_crypto`."""
        from .second_factor import sealed_second_factors

        return sealed_second_factors()
