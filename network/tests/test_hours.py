"""Opening hours are read as people write them, and read back the same."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from network import hours
from network.hours import days_of, read_hours, said_by_day, written
from network.models.fields import HoursFormField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Do 14–18", "3 14:00-18:00"),
        ("Mo–Mi 9–12", "0 09:00-12:00;1 09:00-12:00;2 09:00-12:00"),
        (
            "Mo-Di 9-12, 13-16.30 Uhr; Fr 9.00 bis 12.00 Uhr",
            "0 09:00-12:00 13:00-16:30;1 09:00-12:00 13:00-16:30;4 09:00-12:00",
        ),
        ("Di und Do 10–12 und 15–17", "1 10:00-12:00 15:00-17:00;3 10:00-12:00 15:00-17:00"),
        ("Mo, Mi, Fr 8:30–12", "0 08:30-12:00;2 08:30-12:00;4 08:30-12:00"),
        ("Donnerstag: 9–12\nMontag: 9–10", "0 09:00-10:00;3 09:00-12:00"),
        ("Sa–So 0–24", "5 00:00-24:00;6 00:00-24:00"),
        ("Thu 2–4", "3 02:00-04:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed, kept):
    assert read_hours(typed) == kept
    for language in ("de", "en"):
        with override(language):
            assert read_hours(written(kept)) == kept


@pytest.mark.parametrize(
    "typed", ["manchmal", "9–12", "Mo", "Mo 12–9", "Mo 9–25", "Xy 9–12", "Mo 9–12 Uhr vielleicht", "Mo 9:75–10"]
)
def test_hours_that_cannot_be_read_are_told_at_the_field(typed):
    with pytest.raises(ValidationError, match="9–12, 13–16"):
        read_hours(typed)


def test_hours_say_their_days():
    kept = read_hours("Mo–Di 9–12; Do 14–18.30")
    assert days_of(kept) == {0, 1, 3}
    with override("de"):
        assert said_by_day(kept)[-1] == ("Donnerstag", "14–18:30")
        assert written(kept) == "Mo–Di 9–12; Do 14–18:30"


@pytest.mark.parametrize("typed", ["9–12", "24/7", "2026-02-31", "1", "9" * 5000, "7 09:00-12:00", "0 9-12"])
def test_hours_that_begin_with_a_number_and_are_refused_stand_in_the_field_as_they_were_typed(typed):
    assert HoursFormField().prepare_value(typed) == typed


def test_kept_hours_stand_in_the_field_as_people_write_them():
    with override("de"):
        assert HoursFormField().prepare_value("0 09:00-12:00 13:00-16:00;4 09:00-12:30") == "Mo 9–12, 13–16; Fr 9–12:30"


def test_thousands_of_blanks_are_one_before_anything_is_looked_for(monkeypatch):
    looked, spans = [], hours._spans
    monkeypatch.setattr(hours, "_spans", lambda text, part: looked.append(len(text)) or spans(text, part))
    assert read_hours(f"Mo 9{' ' * 900}–12") == "0 09:00-12:00"
    assert max(looked) < 20


def test_a_text_longer_than_hours_ever_are_is_not_searched(monkeypatch):
    monkeypatch.setattr(hours, "_days_of_part", None)
    with pytest.raises(ValidationError):
        read_hours("to" * 600)
