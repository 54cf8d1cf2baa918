"""Reminders come on the right day, once, whatever the calendar does in between."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from umstieg.agenda.reminding import first_reminder, next_reminder

DAY = datetime.timedelta(days=1)
PERMIT = (90, 60, 30, 7)


def told(noted_on, ends_on, steps):
    """The days on which somebody who looks every day and says "seen" is reminded."""
    days, today, due = [], noted_on, first_reminder(ends_on, steps, today=noted_on)
    while today <= ends_on + 400 * DAY:
        if due is not None and due <= today:
            days.append(today)
            due = next_reminder(ends_on, steps, after=today)
        today += DAY
    return days


@pytest.mark.parametrize(
    "ends_on",
    [
        datetime.date(2028, 5, 29),  # 90 days before lies 29 February
        datetime.date(2027, 5, 30),  # the end of February without one
        datetime.date(2026, 12, 31),
        datetime.date(2027, 3, 31),  # clocks go forward in between
        datetime.date(2026, 11, 24),  # and back
        datetime.date(2027, 1, 1),
    ],
)
def test_a_permit_is_told_90_60_30_and_7_days_before_it_ends_each_once(ends_on):
    noted_on = ends_on - 200 * DAY
    assert told(noted_on, ends_on, PERMIT) == [ends_on - step * DAY for step in PERMIT]


def test_steps_that_lie_behind_when_it_is_noted_are_not_caught_up_with():
    ends_on = datetime.date(2027, 3, 31)
    assert told(ends_on - 45 * DAY, ends_on, PERMIT) == [ends_on - 30 * DAY, ends_on - 7 * DAY]


def test_a_step_that_falls_on_the_day_it_is_noted_is_told_that_day():
    ends_on = datetime.date(2027, 3, 31)
    assert told(ends_on - 60 * DAY, ends_on, PERMIT)[0] == ends_on - 60 * DAY


def test_what_ends_sooner_than_any_step_is_told_at_once():
    today = datetime.date(2027, 2, 28)
    assert told(today, today + 3 * DAY, PERMIT) == [today]


def test_what_has_ended_already_is_told_by_nobody():
    today = datetime.date(2027, 2, 28)
    assert told(today, today - DAY, PERMIT) == []


@given(
    st.dates(datetime.date(2024, 1, 1), datetime.date(2032, 12, 31)),
    st.integers(0, 300),
    st.sets(st.integers(0, 120), min_size=1),
)
def test_no_step_is_told_twice_and_none_is_lost(noted_on, length, steps):
    ends_on = noted_on + length * DAY
    expected = sorted(ends_on - step * DAY for step in steps if ends_on - step * DAY >= noted_on)
    assert told(noted_on, ends_on, tuple(steps)) == (expected or [noted_on])


def test_who_looks_late_is_reminded_once_of_the_steps_that_went_by():
    ends_on = datetime.date(2027, 3, 31)
    late = ends_on - 20 * DAY
    assert next_reminder(ends_on, PERMIT, after=late) == ends_on - 7 * DAY
