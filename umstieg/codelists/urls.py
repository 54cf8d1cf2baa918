from django.urls import path

from . import views

app_name = "codelists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("<slug:key>/", views.codes, name="codes"),
    path("<slug:key>/neu/", views.code_add, name="code_add"),
    path("<slug:key>/<int:pk>/text/", views.label_change, name="label_change"),
    path("<slug:key>/<int:pk>/ende/", views.code_end, name="code_end"),
    path("<slug:key>/<int:pk>/hoch/", views.code_up, name="code_up"),
]
