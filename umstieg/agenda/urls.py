from django.urls import path

from . import views

app_name = "agenda"
urlpatterns = [
    path("abonnieren/", views.subscribe, name="subscribe"),
    path("abonnieren/beenden/", views.unsubscribe, name="unsubscribe"),
]
