from django.urls import path

from . import views

app_name = "guide"
urlpatterns = [
    path("", views.tips, name="tips"),
    path("suche/", views.search, name="search"),
    path("tipp/<slug:tip>/hausregel/", views.rule, name="rule"),
    path("tipp/<slug:tip>/geholfen/", views.helped_create, name="helped_create"),
    path("geholfen/<int:pk>/zuruecknehmen/", views.helped_remove, name="helped_remove"),
    path("checklisten/", views.checklists, name="checklists"),
    path("checklisten/neu/", views.checklist_create, name="checklist_create"),
    path("checklisten/<int:pk>/", views.checklist_change, name="checklist_change"),
    path("checklisten/<int:pk>/nicht-mehr-anbieten/", views.checklist_retire, name="checklist_retire"),
    path("checklisten/<int:pk>/wieder-anbieten/", views.checklist_restore, name="checklist_restore"),
]
