from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "umstieg.retention"
    label = "retention"
