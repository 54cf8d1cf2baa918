from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"

    def ready(self):
        from umstieg.audit.events import register
        from umstieg.centre.texts import register as register_text

        from .events import LABELS
        from .printouts import SHEET

        register(LABELS)
        register_text(SHEET)
