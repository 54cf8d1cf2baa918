"""Headers for pages that must not stay behind in a cache."""


class ConfidentialHeadersMiddleware:
    """No page is stored by the browser or on the way, and no page is indexed (goals G11, G12)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
