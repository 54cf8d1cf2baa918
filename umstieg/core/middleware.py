"""What holds for every request: pages stay in no cache, bodies have a size and one encoding."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render


class ConfidentialHeadersMiddleware:
    """No page is stored by the browser or on the way, none is indexed, framed or guessed at (goals G11, G12)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        # SecurityMiddleware says these too, but not where it refuses a host itself.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        if getattr(request, "clear_browser", False):  # signed out: "back" shows nothing
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class BodyLimitsMiddleware:
    """Refuses what no form of ours sends, before anything is read: large bodies, above all of strangers, and other
    encodings than UTF-8 (some decode to text that no page could show again)."""

    STRANGER = 64 * 1024  # bytes; a sign-in is far below
    READ_AWAY = 256 * 1024 * 1024  # bytes; a browser shows no answer before it has sent everything
    PIECE = 64 * 1024
    READ_AWAY = 256 * 1024 * 1024  # bytes; a browser shows no answer before it has sent everything
    PIECE = 64 * 1024

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if request.user.is_authenticated else self.STRANGER
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return HttpResponse(status=400)
        if int(length[:20]) > limit:
            return self._too_large(request, int(length[:20]))
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return HttpResponse(status=400)
        return self.get_response(request)

    def _too_large(self, request, length):
        """A stranger is cut off. Somebody at a form with a file has to be able to read what is the matter."""
        if not request.user.is_authenticated or request.content_type != "multipart/form-data":
            return HttpResponse(status=413)
        left = min(length, self.READ_AWAY)
        while left > 0 and (piece := request.read(self.PIECE)):
            left -= len(piece)
        return render(request, "413.html", {"most": settings.FILE_SIZE_LIMIT // 1024**2}, status=413)
