"""Amounts are read as people write them, and no cent is lost on the way."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from umstieg.core.formats import euro
from umstieg.core.money import EuroField, parse_euro, plain_euro

AMOUNTS = st.decimals(0, Decimal("999999.99"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1.234", "1234"),
        ("12.50", "12.50"),
        ("12,5", "12.5"),
        (" 1 234,5 € ", "1234.5"),
        ("4800 EUR", "4800"),
        ("4.800,-", "4800"),
        ("1\u202f234\u00a0€", "1234"),
        (",5", "0.5"),
        ("-3", "-3"),
    ],
)
def test_german_amounts_are_understood(text, amount):
    assert parse_euro(text, "de") == Decimal(amount)


@pytest.mark.parametrize(("text", "amount"), [("1,234.50", "1234.50"), ("1,234", "1234"), ("12,50", "12.50")])
def test_english_amounts_are_understood(text, amount):
    assert parse_euro(text, "en") == Decimal(amount)


@pytest.mark.parametrize("text", ["viel", "1,2,3", "1.23.4", "12.34,5", "1e5", "٣", "--3", "nan", "∞", "€", "1,-,"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_euro(text, "de")
    with pytest.raises(ValidationError):
        EuroField().clean(text)


@pytest.mark.parametrize("text", ["12,345", "1234567890"])
def test_more_digits_than_there_are_cents_or_places_are_refused(text):
    with override("de"), pytest.raises(ValidationError):
        EuroField().clean(text)


@given(AMOUNTS, st.sampled_from(["de", "en"]))
def test_what_a_field_shows_is_read_back_to_the_cent(amount, language):
    with override(language):
        assert parse_euro(plain_euro(amount)) == amount


@given(AMOUNTS)
def test_thousands_may_be_parted_or_not(amount):
    parted = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_euro(parted, "de") == amount
    assert parse_euro(f"{amount:,.2f}", "en") == amount


@given(st.text(max_size=30))
def test_no_text_brings_the_field_down(text):
    try:
        amount = EuroField(required=False).clean(text)
    except ValidationError:
        return
    assert amount is None or abs(amount) < 10**6


def test_what_is_missing_stands_with_a_minus_and_not_with_a_hyphen():
    assert euro(Decimal("-1049.99")) == "\u22121.049,99\u00a0€"
    assert euro(None) == ""
