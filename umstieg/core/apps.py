from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "umstieg.core"
    label = "core"

    def ready(self):
        from . import checks  # noqa: F401  registers the system checks
        from .collation import install_on_sqlite

        connection_created.connect(install_on_sqlite, dispatch_uid="umstieg.german_collation")
