"""All addresses. Every view names its permission; a test walks this tree."""

from django.urls import include, path

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.accounts.signin import signin_patterns
from umstieg.accounts.urls import people_patterns
from umstieg.centre.urls import site_patterns
from umstieg.centre.views import team_change
from umstieg.core.jobs.views import job_cancel, job_detail
from umstieg.core.views import draft_drop, draft_keep, draft_token, health, neutral

# The core knows no rights, so its pages get theirs here.
keeps_drafts = requires(Permission.DRAFT_KEEP)
draft_patterns = [
    path("marke/", keeps_drafts(draft_token), name="token"),
    path("<uuid:key>/", keeps_drafts(draft_keep), name="keep"),
    path("<uuid:key>/verwerfen/", keeps_drafts(draft_drop), name="drop"),
]
follows_jobs = requires(Permission.JOB_FOLLOW)
job_patterns = [
    path("<uuid:key>/", follows_jobs(job_detail), name="detail"),
    path("<uuid:key>/abbrechen/", follows_jobs(job_cancel), name="cancel"),
]

urlpatterns = [
    path("", include("umstieg.desk.urls")),
    path("", include("cases.urls")),
    path("netzwerk/", include("network.urls")),
    path("kalender/", include("umstieg.agenda.urls")),
    path("leitfaden/", include("umstieg.guide.urls")),
    path("standorte/", include((site_patterns, "sites"))),
    path("listen/", include("umstieg.codelists.urls")),
    path("raeume/", include("umstieg.centre.urls")),
    path("team/<int:pk>/", team_change, name="team_change"),
    path("protokoll/", include("umstieg.audit.urls")),
    path("personen/", include((people_patterns, "people"))),
    path("konto/", include("umstieg.accounts.urls")),
    path("konto/", include(signin_patterns)),
    path("entwuerfe/", include((draft_patterns, "drafts"))),
    path("vorgaenge/", include((job_patterns, "jobs"))),
    path("notizen/", neutral, name="neutral"),
    path("health/", health, name="health"),
]
