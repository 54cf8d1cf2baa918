from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        from umstieg.audit.events import register

        from .events import LABELS

        register(LABELS)
