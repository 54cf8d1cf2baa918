"""Second factors for test people, as django-allauth keeps them."""

import hashlib

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from umstieg.accounts.adapters import MFAAdapter

TOTP_SECRET = "JBSWY3DPEHPK3PXP"


def make_totp(user, secret=TOTP_SECRET) -> Authenticator:
    """An authenticator app that is set up."""
    return Authenticator.objects.create(user=user, type="totp", data={"secret": MFAAdapter().encrypt(secret)})


def make_recovery_codes(user) -> Authenticator:
    data = {"seed": MFAAdapter().encrypt("seed"), "used_mask": 0}
    return Authenticator.objects.create(user=user, type="recovery_codes", data=data)


def make_passkey(user, name="Schlüssel") -> Authenticator:
    """A passkey with a key of its own kind; nobody can sign in with it."""
    identifier = f"passkey of {user.pk}".encode()
    key = ES256.from_cryptography_key(ec.derive_private_key(7, ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), identifier, key)
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), 0x41, 0, credential)
    registration = {
        "id": websafe_encode(identifier),
        "rawId": websafe_encode(identifier),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(
                CollectedClientData.create("webauthn.create", bytes(32), "http://testserver")
            ),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": registration})
