"""The administration keeps the lists: codes join a fixed group, are renamed by date, ended and never deleted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from umstieg.codelists.keeping import uses_of
from umstieg.codelists.models import Code
from umstieg.codelists.queries import Labels, keys_in_group, keys_of
from umstieg.codelists.services import add_code, change_label, end_code, move_code_up
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_partner, make_session

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def code(people):
    group = Code.objects.filter(list_key="topic").first().group
    return add_code(list_key="topic", group=group, german="Übergang & mehr", english="Transition", by=people.admin)


def test_a_new_code_joins_a_group_and_is_offered_at_once(code):
    assert code.key == "ubergang_mehr"
    assert code.key in keys_of("topic")
    assert code.key in keys_in_group("topic", code.group)


def test_a_code_of_no_group_is_refused(people, sign_in):
    browser, url = sign_in(people.admin), reverse("codelists:code_add", args=["topic"])
    answer = browser.post(url, filled(browser, url, german="Neu", english="New") | {"group": "erfunden"})
    assert "group" in answer.context["form"].errors


def test_other_words_hold_from_their_day_on(people, code):
    today = timezone.localdate()
    change_label(code=code, german="Neu", english="New", since=today, by=people.admin)
    labels = Labels("topic", language="de")
    assert labels("topic", code.key, today) == "Neu"
    assert labels("topic", code.key, today - DAY) == "Übergang & mehr"
    with pytest.raises(DomainError):
        change_label(code=code, german="Davor", english="Before", since=today, by=people.admin)


def test_an_ended_code_is_offered_no_more_but_keeps_its_words(people, code):
    end_code(code=code, on=timezone.localdate() - DAY, by=people.admin)
    assert code.key not in keys_of("topic")
    assert Labels("topic", language="de")("topic", code.key) == "Übergang & mehr"


def test_every_group_keeps_a_code(people):
    unknown = list(Code.objects.filter(list_key="topic", group="unknown"))
    for one in unknown[:-1]:
        end_code(code=one, on=timezone.localdate(), by=people.admin)
    if unknown:
        with pytest.raises(DomainError):
            end_code(code=unknown[-1], on=timezone.localdate(), by=people.admin)


def test_a_code_moves_up_by_one_place(people, code):
    before = keys_of("topic")
    move_code_up(code=code, by=people.admin)
    after = keys_of("topic")
    assert (after[-2], after[-1]) == (before[-1], before[-2])


def test_how_often_a_code_is_used_is_told_in_steps_and_never_of_what_is_encrypted(people):
    case = make_case(counsellor=people.counsellor)
    mode = Code.objects.get(list_key="contact_mode", key="telefon")
    for number, told in ((4, "weniger als 5"), (2, "mindestens 5")):
        for _ in range(number):
            make_session(case, mode="telefon")
        assert told in {use.often for use in uses_of(mode)}
    country = Code.objects.filter(list_key="country").first()
    assert {use.often for use in uses_of(country)} == {"verschlüsselt, wird nicht gezählt"}


def test_a_code_that_stands_among_several_of_a_row_is_counted(people):
    for _ in range(5):
        make_partner(topics=["konto", "schulden"], by=people.counsellor)
    debts = Code.objects.get(list_key="topic", key="schulden")
    assert "mindestens 5" in {use.often for use in uses_of(debts)}
    assert "mindestens 5" not in {use.often for use in uses_of(Code.objects.get(list_key="topic", key="trauma"))}
