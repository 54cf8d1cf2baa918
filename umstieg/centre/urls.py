from django.urls import path

from . import views

app_name = "centre"
urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("land/", views.land, name="land"),
    path("neu/", views.room_create, name="room_create"),
    path("<int:pk>/", views.room_change, name="room_change"),
]
