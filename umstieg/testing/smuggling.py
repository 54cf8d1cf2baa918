"""Sending what no field asked for: extra keys must have no effect (goal G17)."""

import datetime

from django.apps import apps
from django.utils import timezone

from cases.models import Case, Client
from umstieg.accounts.models import User
from umstieg.centre.models import Team
from umstieg.core.models import Draft, SubmitKey

from .badinput import Place, send


def smuggled(place: Place, world) -> dict[str, list[str]]:
    """Fields that the form does not have: every column of every model, and what views and services call their own."""
    foreign, other = world.cases["foreign"], world.people["stranger"]
    by_kind = {
        "ForeignKey": {
            User: other.pk,
            Case: foreign.case.pk,
            Client: foreign.case.client_id,
            Team: foreign.case.team_id,
        },
        "UUIDField": foreign.case.pk,
        "DateField": "2020-01-01",
        "DateTimeField": "2020-01-01T00:00",
        "BooleanField": "on",
        "CharField": "99-9999",
    }
    extras = dict.fromkeys(("owner", "user", "by", "actor", "pk", "shown_part", "is_superuser", "is_staff"), other.pk)
    for model in our_models():
        for column in model._meta.concrete_fields:
            value = by_kind.get(type(column).__name__, 77)
            value = value.get(column.related_model, 77) if isinstance(value, dict) else value
            extras |= {column.name: value, column.attname: value}
    return {name: [str(value)] for name, value in extras.items() if name not in place.form.controls}


def our_models():
    """Models that hold what people work with; not the log, which grows with every request."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_config.name.split(".")[0] in ("umstieg", "cases", "outreach", "network")
        and model._meta.app_label not in ("audit", "codelists")
        and model not in (Draft, SubmitKey)  # the one holds what was sent, the other its digest
    ]


# How far ahead of now moments are reckoned: access in an emergency, an invitation.
RECKONED = (datetime.timedelta(), datetime.timedelta(days=7))
# Columns that hold something drawn by lot each time they are set: what counts is whether they were.
DRAWN = ("password", "secret_digest", "session_key")


def drawn_values() -> set:
    """Every value of such a column as it stands."""
    return {
        (column.attname, value)
        for model in our_models()
        for column in model._meta.concrete_fields
        if column.name in DRAWN
        for value in model.objects.values_list(column.attname, flat=True)
    }


def state_of_data(known: dict, drawn: set = frozenset()) -> list:
    """Everything in our tables, ids of rows that are not in `known` (see `keys_of_rows`), moments and what was drawn
    since (not in `drawn`) left out.
    """
    state = []
    for model in our_models():
        columns = [one for one in model._meta.concrete_fields if not getattr(one, "auto_now_add", False)]
        for row in model.objects.values_list(*(one.attname for one in columns)):
            facts = {}
            for column, value in zip(columns, row, strict=True):
                target = column.related_model if column.is_relation else model if column.primary_key else None
                is_new = target in known and value is not None and value not in known[target]
                is_drawn = column.name in DRAWN and (column.attname, value) not in drawn
                facts[column.attname] = "new" if is_new or is_drawn else "now" if _is_now(value) else value
            state.append((model._meta.label, sorted(facts.items())))
    return sorted(state, key=repr)


def _is_now(value) -> bool:
    """A moment that was taken while the form was carried out, or one reckoned from it: an hour at most, or a week."""
    if not isinstance(value, datetime.datetime):
        return False
    since = timezone.now()
    return any(abs(since + ahead - value) < datetime.timedelta(minutes=65) for ahead in RECKONED)


def keys_of_rows() -> dict:
    """{model: ids of its rows}."""
    return {model: set(model.objects.values_list("pk", flat=True)) for model in our_models()}


def effect_of(place: Place, data: dict) -> tuple[int, list]:
    """(status, what the data look like after a form was sent); undone."""
    known, drawn, seen = keys_of_rows(), drawn_values(), []
    answer = send(place.browser, "POST", place.form.action, data, look=lambda: seen.append(state_of_data(known, drawn)))
    return answer.status_code, seen[0]
