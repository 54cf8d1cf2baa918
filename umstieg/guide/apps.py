from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "umstieg.guide"
    label = "guide"
