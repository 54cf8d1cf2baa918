from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "umstieg.access"
    label = "access"
