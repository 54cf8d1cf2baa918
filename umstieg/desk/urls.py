from django.urls import path

from .views import calendar, drafts, feed, home, tasks, team

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("heute/netzwerk/", home.network_waiting, name="network_waiting"),
    path("team/", team.team, name="team"),
    path("weiter/<uuid:key>/", drafts.go_on, name="draft"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/feed/<str:secret>.ics", feed.feed, name="feed"),
    path("aufgaben/", tasks.tasks, name="tasks"),
]
