from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CodelistsConfig(AppConfig):
    name = "umstieg.codelists"
    label = "codelists"

    def ready(self):
        from umstieg.audit.events import register

        from .loading import load_after_migrate

        register(
            {
                "codelists.loaded": _("Code lists loaded"),
                "codelist.code_added": _("Code added"),
                "codelist.code_ended": _("End of a code set"),
                "codelist.code_moved": _("Code moved"),
                "codelist.label_changed": _("Words of a code changed"),
            }
        )
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="umstieg.load_codelists")
