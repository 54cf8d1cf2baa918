from django.urls import path

from . import calendar, feed, tasks
from .views import drafts, home, team

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("team/", team.team, name="team"),
    path("weiter/<uuid:key>/", drafts.go_on, name="draft"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/feed/<str:secret>.ics", feed.feed, name="feed"),
    path("aufgaben/", tasks.tasks, name="tasks"),
]
