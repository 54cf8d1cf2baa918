from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("person/", views.person_searches, name="person_searches"),
    path("person/<uuid:pk>/", views.person_search, name="person_search"),
    path("zweite-person/", views.second_person, name="second_person"),
]
