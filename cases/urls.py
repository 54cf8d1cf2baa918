from django.urls import path

from .views import case, client, session

app_name = "cases"

_cases = [
    path("faelle/", case.case_list, name="list"),
    path("faelle/neu/", case.case_create, name="create"),
    path("faelle/suche/", case.case_search, name="search"),
    path("faelle/<uuid:pk>/", case.case_detail, name="detail"),
    path("faelle/<uuid:pk>/aendern/", case.case_change, name="change"),
]
_client = [
    path("faelle/<uuid:pk>/person/", client.client_change, name="client_change"),
    path("faelle/<uuid:pk>/kontaktwege/neu/", client.channel_create, name="channel_create"),
    path("faelle/<uuid:pk>/kontaktwege/<uuid:channel>/", client.channel_change, name="channel_change"),
    path("faelle/<uuid:pk>/kontaktwege/<uuid:channel>/loeschen/", client.channel_remove, name="channel_remove"),
    path("faelle/<uuid:pk>/sprachen/neu/", client.language_create, name="language_create"),
    path("faelle/<uuid:pk>/sprachen/<int:spoken>/loeschen/", client.language_remove, name="language_remove"),
]
_session = [
    path("beratung/neu/", session.session_new, name="session_new"),
    path("faelle/<uuid:pk>/beratung/neu/", session.session_create, name="session_create"),
    path("faelle/<uuid:pk>/beratung/<uuid:session>/", session.session_detail, name="session_detail"),
    path("faelle/<uuid:pk>/beratung/<uuid:session>/korrigieren/", session.session_correct, name="session_correct"),
]

urlpatterns = _cases + _client + _session
