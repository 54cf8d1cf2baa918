"""When appointments suit a client."""

import datetime

import pytest
from django.urls import reverse

from cases.models import ClientTime
from cases.queries.client_times import client_times, days_text
from cases.services.client_time import add_client_time, remove_client_time
from umstieg.audit.models import AuditedCase
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.rows import text_of

pytestmark = pytest.mark.django_db
NINE, TWELVE = datetime.time(9), datetime.time(12)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def test_a_time_is_kept_encrypted_and_reads_in_words(people, case):
    add_client_time(client=case.client, weekdays=[4, 0, 1, 2], begins=NINE, ends=TWELVE, by=people.counsellor)
    assert [one.text for one in client_times(case.client)] == ["Mo–Mi, Fr 09:00–12:00"]
    assert "09:00" not in text_of("cases_clienttime")
    assert AuditedCase.objects.filter(case_number=case.number, event="client_time.added").exists()


@pytest.mark.parametrize(
    ("days", "text"), [([0], "Mo"), ([0, 1], "Mo, Di"), ([0, 1, 2], "Mo–Mi"), ([0, 2, 4, 5, 6], "Mo, Mi, Fr–So")]
)
def test_days_in_a_row_read_as_a_span(days, text):
    assert days_text(days) == text


@pytest.mark.parametrize(("facts", "field"), [({"weekdays": []}, "weekdays"), ({"ends": NINE}, "ends")])
def test_a_time_needs_days_and_an_end_after_its_beginning(people, case, facts, field):
    with pytest.raises(DomainError) as refused:
        add_client_time(
            client=case.client, by=people.counsellor, **{"weekdays": [0], "begins": NINE, "ends": TWELVE} | facts
        )
    assert refused.value.field == field


def test_a_time_can_be_removed(people, case):
    time = add_client_time(client=case.client, weekdays=[0], begins=NINE, ends=TWELVE, by=people.counsellor)
    remove_client_time(time=time, by=people.counsellor)
    assert not ClientTime.objects.exists()


def test_times_are_added_and_removed_from_the_clients_file(sign_in, people, case):
    browser, url = sign_in(people.counsellor), reverse("cases:times", args=[case.pk])
    answer = browser.post(url, filled(browser, url, weekdays=["5"], begins="10:00", ends="14:00", is_blocked="blocked"))
    assert answer.status_code == 302
    page = browser.get(url).content.decode()
    assert "Sa 10:00–14:00" in page
    assert "geht nicht" in page
    browser.post(reverse("cases:time_remove", args=[case.pk, ClientTime.objects.get().pk]))
    assert not ClientTime.objects.exists()


def test_a_broken_rule_is_told_at_its_field_in_german(sign_in, people, case):
    browser, url = sign_in(people.counsellor), reverse("cases:times", args=[case.pk])
    page = browser.post(url, filled(browser, url, weekdays=["5"], begins="14:00", ends="10:00")).content.decode()
    assert "Das Ende liegt vor dem Beginn." in page
