from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "umstieg.desk"
    label = "desk"
