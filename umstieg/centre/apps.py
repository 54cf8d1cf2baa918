from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentreConfig(AppConfig):
    name = "umstieg.centre"
    label = "centre"

    def ready(self):
        from umstieg.audit.events import register

        register(
            {
                "centre.changed": _("Centre changed"),
                "secrecy.text_added": _("Text of the binding to secrecy added"),
                "site.added": _("Site added"),
                "site.changed": _("Site changed"),
                "team.added": _("Team added"),
                "team.changed": _("Team changed"),
                "room.added": _("Room added"),
                "room.changed": _("Room changed"),
                "text.confirmed": _("Translation for clients confirmed"),
            }
        )
