"""One request, one transaction, one sealed event."""

from django.db import transaction

from .models import Channel
from .recording import Recording, collecting, refuse, seal
from .refusals import ids_of

REFUSALS = {403, 404}
FAILED = "signin.failed"


class AuditMiddleware:
    """Innermost middleware. Holds the transaction of the request and seals its event as the last thing before commit.

    - An answer below 400 commits together with its event; if the event cannot be written, neither is anything saved
      nor the page shown.
    - An answer from 400 on rolls back. 403 and 404 of a signed-in person are refusals and get an event of their own
      after the rollback. (Django sends no signal for them, and inside the transaction the event would be lost.)
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A slow sender must not hold the transaction: on SQLite it is the only one (see docs/adr/0005).
        # Nor must a file that takes long to be cleaned: FilesMiddleware has done so before (see docs/adr/0019).
        request.body, request.FILES  # noqa: B018
        with transaction.atomic(), collecting(actor=None, channel=Channel.WEB) as taken:
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                taken.actor = _signed_in(request) or getattr(request, "audit_actor", None)
                seal(taken)
        if response.status_code >= 400 and (failed := [act for act in taken.acts if act.event == FAILED]):
            with transaction.atomic():  # who failed at the door stands in the log, whatever the answer was
                seal(Recording(actor=_signed_in(request), channel=Channel.WEB, acts=failed))
        if response.status_code in REFUSALS and _signed_in(request) and getattr(request, "resolver_match", None):
            refuse(
                actor=_signed_in(request),
                reason=f"{response.status_code} {request.method} {request.resolver_match.view_name}"[:100],
                about=ids_of(request.resolver_match.kwargs),
            )
        return response


def _signed_in(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
