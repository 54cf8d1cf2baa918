from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "umstieg.demo"
    label = "demo"

    def ready(self):
        from umstieg.audit.events import register

        register({"demo.built": _("Sample data written, many rows at once")})
