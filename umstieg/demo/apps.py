from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "umstieg.demo"
    label = "demo"
