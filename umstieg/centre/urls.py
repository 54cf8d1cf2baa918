from django.urls import path

from . import views

app_name = "centre"
urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("land/", views.land, name="land"),
    path("texte/", views.texts, name="texts"),
    path("texte/namen/", views.staff_printed_as, name="staff_printed_as"),
    path("neu/", views.room_create, name="room_create"),
    path("<int:pk>/", views.room_change, name="room_change"),
]

site_patterns = [
    path("", views.sites, name="list"),
    path("neu/", views.site_create, name="site_create"),
    path("aufenthalt/", views.residence, name="residence"),
    path("<int:pk>/", views.site_change, name="site_change"),
    path("teams/neu/", views.team_create, name="team_create"),
    path("teams/<int:pk>/", views.team_keep, name="team_change"),
]
