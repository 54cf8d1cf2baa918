from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "umstieg.core"
    label = "core"

    def ready(self):
        from . import checks  # noqa: F401  registers the system checks
        from .collation import install_on_sqlite

        connection_created.connect(install_on_sqlite, dispatch_uid="umstieg.german_collation")

    def torn_values(self):
        """For check_crypto: files whose pieces do not make up the file."""
        from .files.storing import torn_values

        return torn_values()
