from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("anmeldungen/", views.own_sign_ins, name="sign_ins"),
    path("notausgang/", views.leave, name="leave"),
    path("protokoll/", views.own_log, name="own_log"),
    path("sprachen/", views.spoken_languages, name="spoken_languages"),
]
