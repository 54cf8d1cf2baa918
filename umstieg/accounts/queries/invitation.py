"""Finding an invitation by the secret of its link."""

import hashlib

from django.utils import timezone

from ..models import Invitation


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so a plain digest cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def living_invitation(secret: str) -> Invitation | None:
    """The invitation of a link; None when it was used, revoked or replaced, is too old, or never existed."""
    return (
        Invitation.objects.filter(
            secret_digest=digest_of(secret),
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=timezone.now(),
        )
        .select_related("user")
        .first()
    )
