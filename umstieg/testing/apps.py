from django.apps import AppConfig


class TestingConfig(AppConfig):
    """Installed in the tests and the demo centre only; a real centre does not know it."""

    name = "umstieg.testing"
    label = "testing"
