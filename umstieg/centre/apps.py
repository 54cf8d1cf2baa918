from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "umstieg.centre"
    label = "centre"

    def ready(self):
        from umstieg.audit.events import register

        register({"centre.changed": "Centre changed", "site.added": "Site added", "team.added": "Team added"})
