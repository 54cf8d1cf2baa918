from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        from umstieg.audit.events import register
        from umstieg.centre.texts import register as register_text

        from .events import LABELS
        from .printouts import LEDGER

        register(LABELS)
        register_text(LEDGER)
