"""The product's addresses, and beside them what it is measured against. Only settings/bench.py names this module."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission

from .admin import site, tuned_site


@requires(Permission.HOME_VIEW)
@require_safe
def bare(request):
    """Nothing but what every page of a signed-in person costs: her session, herself, what her roles allow."""
    return HttpResponse(f"{request.user.name}\n", content_type="text/plain")


urlpatterns = [
    path("bench/nichts/", bare, name="bench_bare"),
    path("bench/admin/", site.urls),
    path("bench/admin-tuned/", tuned_site.urls),
    path("", include("umstieg.urls")),
]
