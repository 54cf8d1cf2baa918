from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GuideConfig(AppConfig):
    name = "umstieg.guide"
    label = "guide"

    def ready(self):
        from umstieg.audit.events import register

        from .events import LABELS
        from .loading import load_after_migrate

        register(LABELS)
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="umstieg.load_checklists")
