"""The choices of the session form as chips, made ready in Python: the page has a hundred of them."""

import datetime
from typing import NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.queries.session_form import RECENT_TOPICS
from umstieg.codelists.queries import keys_in_group
from umstieg.core.formats import weekday_and_day

from .session_rows import DAYS, HeldBy, When

MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)


class Chip(NamedTuple):
    """One radio button or checkbox. `kind` is a class by which the page shows what belongs to this choice."""

    id: str
    value: str
    label: str
    is_on: bool
    kind: str = ""


def chips(bound, *, labels=None, kinds=None) -> list[Chip]:
    """The choices of a field, as it stands."""
    chosen = _chosen(bound)
    pairs = [(str(value), label) for value, label in bound.field.choices]
    return [
        Chip(
            f"{bound.auto_id}_{number}",
            value,
            (labels or {}).get(value, label),
            value in chosen,
            (kinds or {}).get(value, ""),
        )
        for number, (value, label) in enumerate(pairs)
    ]


def mode_chips(form) -> list[Chip]:
    accompanied = keys_in_group("contact_mode", "accompaniment")
    return chips(form["mode"], kinds=dict.fromkeys(accompanied, "is-accompaniment"))


def result_chips(form) -> list[Chip]:
    return chips(form["result"], kinds={"HELD": "is-held"})


def setting_chips(form) -> list[Chip]:
    """With the review talk of 114-05 marked, after which the next one is proposed."""
    return chips(
        form["setting"],
        labels={"": _("not stated")},
        kinds=dict.fromkeys(keys_in_group("contact_setting", "review"), "is-review"),
    )


def held_by_chips(form, sender, user) -> list[Chip]:
    """She who left word, or she who files it."""
    return chips(form["held_by"], labels={HeldBy.SENDER: sender.name, HeldBy.ME: user.name})


def minute_chips(form) -> list[Chip]:
    """Usual lengths. They only fill in the field of the minutes, so they are no fields of their own."""
    minutes = str(form["minutes"].value() or "")
    usual = [Chip(f"usual_minutes_{one}", str(one), str(one), minutes == str(one)) for one in MINUTES]
    is_other = bool(minutes) and not any(chip.is_on for chip in usual)
    return [*usual, Chip("usual_minutes_other", "other", _("other"), is_other, "is-other")]


def topic_chips(form, first) -> tuple[list[Chip], list[tuple[str, list[Chip]]]]:
    """Topics of which `first` (or, where there are none yet, one of each area) and the chosen ones stand in front.

    Returns these, and all others under the names of their areas.
    """
    chosen, areas = _chosen(form["topics"]), list(form.fields["topics"].choices)
    offered = {key: label for _area, pairs in areas for key, label in pairs}
    front = [key for key in first if key in offered] or [pairs[0][0] for _area, pairs in areas][:RECENT_TOPICS]
    front += [key for key in offered if key in chosen and key not in front]
    numbers = {key: number for number, key in enumerate([*front, *(key for key in offered if key not in front)])}

    def chip(key):
        return Chip(f"id_topics_{numbers[key]}", key, offered[key], key in chosen)

    others = [(area, [chip(key) for key, _label in pairs if key not in front]) for area, pairs in areas]
    return [chip(key) for key in front], [(area, found) for area, found in others if found]


def when_chips(bound) -> list[Chip]:
    """Until when, with the day each choice means."""
    today = timezone.localdate()
    labels = {
        when: f"{when.label} · {weekday_and_day(today + datetime.timedelta(days=days), today)}"
        for when, days in DAYS.items()
    }
    return chips(bound, labels=labels, kinds={When.DATE: "is-date"})


def in_three_months(today=None) -> datetime.date:
    """The day proposed for the next review talk (114-05), a working day."""
    today = today or timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 + 3, 12)
    first = datetime.date(year, month + 1, 1)
    day = first + datetime.timedelta(days=min(today.day, 28) - 1)
    return day + datetime.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def dress(form) -> None:
    """The look of the fields that are written out by hand, and the sign of those that do not fit."""
    for name, field in form.fields.items():
        look = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if isinstance(field.widget, forms.CheckboxInput):
            look = "check"
        field.widget.attrs["class"] = f"{look} is-invalid" if name in form.errors else look


def _chosen(bound) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    return {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
