"""The second factor: who has one, and the encrypted secrets of django-allauth's table."""

from allauth.mfa.models import Authenticator

from umstieg.core.crypto import PREFIX, decrypt, encrypt

PLACE = "mfa_authenticator.data"


def has_second_factor(user) -> bool:
    """TOTP or a passkey; recovery codes alone are none."""
    return user.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def reencrypt_second_factors() -> int:
    """Seal every secret anew with the newest key; returns how many rows changed."""
    changed = 0
    for authenticator in Authenticator.objects.order_by("pk"):
        authenticator.data = _anew(authenticator.data)
        authenticator.save(update_fields=["data"])
        changed += 1
    return changed


def _anew(value):
    if isinstance(value, dict):
        return {key: _anew(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_anew(inner) for inner in value]
    if isinstance(value, str) and value.startswith(f"{PREFIX}:"):
        return encrypt(decrypt(value, PLACE), PLACE)
    return value
