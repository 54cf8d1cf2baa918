"""What holds for every request of a signed-in person."""

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone, translation

from .adapters import SIGNED_IN_AT
from .devices import remember_device
from .second_factor import has_second_factor

# Where somebody may go who still has to set up her second factor.
SECOND_FACTOR_PAGES = ("mfa_", "account_logout", "account_reauthenticate", "health")


class UserLanguageMiddleware:
    """Pages speak the language of the account; signed out, that of the centre."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.user.language if request.user.is_authenticated else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionLimitsMiddleware:
    """A session ends after twelve hours, however busy it is (G11); a sign-in leaves its device known."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in_at = request.session.get(SIGNED_IN_AT)
        if request.user.is_authenticated and (
            signed_in_at is None or timezone.now().timestamp() - signed_in_at > settings.SESSION_ABSOLUTE_AGE
        ):
            logout(request)
        response = self.get_response(request)
        if known := getattr(request, "known_here", None):
            remember_device(request, response, known)
        return response


class SecondFactorMiddleware:
    """Without a second factor nothing opens but the page that sets one up, where the setting says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name.startswith(SECOND_FACTOR_PAGES) or has_second_factor(request.user):
            return None
        return redirect("mfa_activate_totp")
