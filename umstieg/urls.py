"""All addresses. Every view names its permission; a test walks this tree."""

from django.urls import include, path

from umstieg.accounts.signin import signin_patterns
from umstieg.core.views import health

urlpatterns = [
    path("", include("umstieg.desk.urls")),
    path("", include("cases.urls")),
    path("protokoll/", include("umstieg.audit.urls")),
    path("konto/", include("umstieg.accounts.urls")),
    path("konto/", include(signin_patterns)),
    path("health/", health, name="health"),
]
