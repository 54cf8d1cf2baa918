"""No number is given twice and none is left out, however many ask at once."""

import threading

import pytest
from django.db import connection, transaction

from umstieg.core.models import NumberSeries, next_number


@pytest.mark.django_db
def test_every_series_and_year_counts_from_one():
    assert [
        next_number("case", 2026),
        next_number("case", 2026),
        next_number("case", 2027),
        next_number("x", 2026),
    ] == [
        1,
        2,
        1,
        1,
    ]


@pytest.mark.django_db
def test_a_number_taken_in_a_transaction_that_fails_is_given_again():
    next_number("case", 2026)
    with pytest.raises(ValueError), transaction.atomic():
        next_number("case", 2026)
        raise ValueError
    assert next_number("case", 2026) == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_transactions_at_once_get_twenty_numbers_without_a_gap():
    start, taken, errors = threading.Barrier(20), [], []

    def take():
        try:
            start.wait()
            with transaction.atomic():
                taken.append(next_number("case", 2026))
        except Exception as error:  # told below, a thread would swallow it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(taken) == list(range(1, 21))
    assert NumberSeries.objects.get().last == 20
