"""`@requires` stands on every view; a test walks the URLconf and fails on one without it."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from .confirming import ask_to_confirm
from .enums import Part, Permission
from .policies import has_permission


def requires(permission: Permission, part: Part | None = None, *, confirm: bool = False, files=None):
    """Let a view run only for people whose roles hold `permission`; others get 403.

    `part` names the part of a case that the page shows at most. The view reaches it only through
    `Case.objects.visible_to(request.user, part)`, so that somebody else's case answers 404 like a missing one.
    With `confirm`, whoever sends the form must have given password or second factor within five minutes; otherwise she
    is asked for it and comes back, what she typed in `request.typed_before` (`Typed` shows it by itself).
    `files` is the form class that takes files here; a view that names none is sent none (FilesMiddleware).
    Permission and part stand on the view as `required_permission` and `shown_part` for tests and generated documents.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not has_permission(request.user, permission):
                raise PermissionDenied
            if confirm and (asked := ask_to_confirm(request)):
                return asked
            return view(request, *args, **kwargs)

        guarded.required_permission = permission
        guarded.shown_part = part
        guarded.asks_to_confirm = confirm
        guarded.form_with_files = files
        return guarded

    return decorate
