"""The pages of django-allauth that we use: sign-in, sign-out, password, second factor. No sign-up, no e-mail pages.

django-allauth reverses its own names, so the names stay hers. Pages of a signed-in person require `account.own`.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission

from .door_views import SignIn
from .second_factor_views import ActivateTOTP, GenerateRecoveryCodes


class Base36(StringConverter):
    """Without a hyphen: in the mail django-allauth writes `<user>-<key>`, and the key has hyphens of its own."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")
own = requires(Permission.ACCOUNT_OWN)

signin_patterns = [
    path("anmelden/", SignIn.as_view(), name="account_login"),
    path("anmelden/bestaetigen/", mfa.authenticate, name="mfa_authenticate"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("abmelden/", account.logout, name="account_logout"),
    path("erneut-anmelden/", own(account.reauthenticate), name="account_reauthenticate"),
    path("passwort/", own(account.password_change), name="account_change_password"),
    path("passwort/festlegen/", own(account.password_set), name="account_set_password"),
    path("passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "passwort/neu/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passwort/neu/fertig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("zweiter-faktor/", own(mfa.index), name="mfa_index"),
    path("zweiter-faktor/erneut/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("zweiter-faktor/app/", own(ActivateTOTP.as_view()), name="mfa_activate_totp"),
    path("zweiter-faktor/app/entfernen/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("zweiter-faktor/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("zweiter-faktor/codes/neu/", own(GenerateRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("zweiter-faktor/codes/laden/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("zweiter-faktor/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("zweiter-faktor/passkeys/neu/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("zweiter-faktor/passkeys/erneut/", own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("zweiter-faktor/passkeys/<int:pk>/", own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("zweiter-faktor/passkeys/<int:pk>/entfernen/", own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
