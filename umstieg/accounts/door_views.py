"""The door itself: django-allauth's sign-in page, counted our way."""

from allauth.account.views import LoginView
from allauth.core.internal.ratelimit import respond_429

from .guessing import may_send_form


class SignIn(LoginView):
    """A flood of forms is answered with 429 before anything is looked at."""

    def post(self, request, *args, **kwargs):
        if not may_send_form(request, request.POST.get("login", "")):
            return respond_429(request)
        return super().post(request, *args, **kwargs)
