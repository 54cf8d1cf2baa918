from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "umstieg.agenda"
    label = "agenda"

    def ready(self):
        from umstieg.audit.events import register

        register(
            {
                "calendar_feed.made": _("Calendar feed made"),
                "calendar_feed.changed": _("Calendar feed changed"),
                "calendar_feed.revoked": _("Calendar feed ended"),
                "calendar_feed.read": _("Calendar feed read"),
            }
        )
