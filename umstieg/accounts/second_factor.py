"""The second factor: who has one, and the encrypted secrets of django-allauth's table."""

from allauth.mfa.models import Authenticator

from umstieg.core.crypto import PREFIX, DecryptionError, decrypt, encrypt, key_id_of, key_ring

PLACE = "mfa_authenticator.data"


def has_second_factor(user) -> bool:
    """TOTP or a passkey; recovery codes alone are none."""
    return user.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def remove_second_factor(user) -> None:
    """Take away app, passkeys and recovery codes: she sets up a new second factor with her next sign-in."""
    user.authenticator_set.all().delete()


def reencrypt_second_factors(done) -> None:
    """Seal every secret that is not sealed with the newest key anew; `done` (core.rotation.Rotation) counts."""
    newest = next(iter(key_ring()))
    for authenticator in Authenticator.objects.order_by("pk"):
        secrets = list(_sealed_in(authenticator.data))
        try:
            if all(key_id_of(stored) == newest for stored in secrets):
                continue
            authenticator.data = _anew(authenticator.data)
        except DecryptionError:
            done.unreadable[PLACE] += 1
            continue
        authenticator.save(update_fields=["data"])
        done.sealed[Authenticator._meta.db_table] += len(secrets)


def sealed_second_factors():
    """(place, row, stored value) of every secret, for `check_crypto`."""
    for authenticator in Authenticator.objects.order_by("pk").iterator():
        for stored in _sealed_in(authenticator.data):
            yield PLACE, authenticator.pk, stored


def _is_sealed(value):
    return isinstance(value, str) and value.startswith(f"{PREFIX}:")


def _sealed_in(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _sealed_in(inner)
    elif _is_sealed(value):
        yield value


def _anew(value):
    if isinstance(value, dict):
        return {key: _anew(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_anew(inner) for inner in value]
    return encrypt(decrypt(value, PLACE), PLACE) if _is_sealed(value) else value
