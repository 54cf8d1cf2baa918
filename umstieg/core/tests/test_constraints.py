"""The helpers for constraints hold in the database and speak to the person at the form."""

import datetime

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import models

from umstieg.core.constraints import both_or_neither, not_before, one_of


class Colour(models.TextChoices):
    RED = "RED", "red"


class Thing(models.Model):
    first = models.DateField(null=True)
    second = models.DateField(null=True)
    colour = models.CharField(max_length=9, default="RED")

    class Meta:
        app_label = "core"
        managed = False
        apps = Apps()  # a registry of its own: other tests ask for the tables of the product

    def __str__(self):
        return str(self.pk)


EARLY, LATE = datetime.date(2026, 1, 1), datetime.date(2026, 1, 2)


def refuses(constraint, **facts):
    try:
        constraint.validate(Thing, Thing(**facts))
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.django_db
def test_both_or_neither():
    pair = both_or_neither("first", "second", name="pair", message="Beide oder keines.")
    assert refuses(pair, first=EARLY) == "Beide oder keines."
    assert refuses(pair, second=EARLY) == "Beide oder keines."
    assert refuses(pair) == refuses(pair, first=EARLY, second=EARLY) == ""


@pytest.mark.django_db
def test_not_before():
    order = not_before("second", "first", name="order", message="Zu früh.")
    assert refuses(order, first=LATE, second=EARLY) == "Zu früh."
    for facts in (
        {},
        {"first": LATE},
        {"second": EARLY},
        {"first": EARLY, "second": EARLY},
        {"first": EARLY, "second": LATE},
    ):
        assert refuses(order, **facts) == ""


@pytest.mark.django_db
def test_one_of():
    colour = one_of("colour", Colour, name="colour")
    assert refuses(colour, colour="BLUE")
    assert refuses(colour, colour="RED") == ""


def test_all_constraints_of_the_product_say_something_to_the_person():
    """Django's own "Constraint “…” is violated" helps nobody. one_of and the one centre guard what no form offers."""
    silent = [
        f"{model.__name__}.{one.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("umstieg.", "cases.", "outreach.", "network."))
        for one in model._meta.constraints
        if one.violation_error_message == one.default_violation_error_message
        and not isinstance(one, models.UniqueConstraint)
        and "__in" not in str(one.condition)
    ]
    assert silent == ["Centre.centre_only_one"]
