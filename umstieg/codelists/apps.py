from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CodelistsConfig(AppConfig):
    name = "umstieg.codelists"
    label = "codelists"

    def ready(self):
        from umstieg.audit.events import register

        from .loading import load_after_migrate

        register({"codelists.loaded": _("Code lists loaded")})
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="umstieg.load_codelists")
