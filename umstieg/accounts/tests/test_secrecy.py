"""The register of people bound to secrecy (§ 203 StGB): who, when, by which text, recorded by whom."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from umstieg.accounts.models import SecrecyBinding
from umstieg.accounts.services.secrecy import record_binding
from umstieg.audit.models import AuditEvent
from umstieg.centre.models import SecrecyText
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_secrecy_text

from .administering import at_work, page, send

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def admin(people):
    return at_work(people.admin)


def test_an_entry_says_who_when_by_which_text_and_who_recorded_it(admin, people):
    text = make_secrecy_text()
    send(admin, "bind", people.counsellor.pk, bound_on=timezone.localdate().isoformat())
    entry = SecrecyBinding.objects.get()
    assert (entry.user, entry.text, entry.recorded_by) == (people.counsellor, text, people.admin)
    assert AuditEvent.objects.filter(event="secrecy.bound").exists()
    assert "Jana Lorenz" in page(admin, "secrecy")


def test_a_new_text_shows_who_has_to_be_bound_anew(admin, people):
    make_secrecy_text()
    record_binding(user=people.counsellor, bound_on=timezone.localdate(), by=people.admin)
    missing = admin.get(reverse("people:secrecy")).context["missing"]
    assert people.counsellor.pk not in {row.id for row in missing}
    send(admin, "secrecy_text_add", valid_from=timezone.localdate().isoformat(), text="Neu")
    missing = admin.get(reverse("people:secrecy")).context["missing"]
    assert {row.id: row.bound for row in missing}[people.counsellor.pk] == "before"
    record_binding(user=people.counsellor, bound_on=timezone.localdate(), by=people.admin)
    assert SecrecyBinding.objects.filter(user=people.counsellor).count() == 2


def test_a_text_to_come_binds_nobody_yet(people):
    make_secrecy_text()
    make_secrecy_text(valid_from=timezone.localdate() + DAY, text="Morgen")
    assert record_binding(user=people.counsellor, bound_on=timezone.localdate(), by=None).text.text != "Morgen"


def test_texts_follow_each_other_and_are_never_put_before_one(admin):
    make_secrecy_text(valid_from=timezone.localdate())
    answer = send(admin, "secrecy_text_add", valid_from=(timezone.localdate() - DAY).isoformat(), text="Alt")
    assert "valid_from" in answer.context["form"].errors
    assert SecrecyText.objects.count() == 1


@pytest.mark.parametrize("days", [1, -400])
def test_the_day_of_an_entry_lies_between_the_text_and_today(people, days):
    make_secrecy_text()
    with pytest.raises(DomainError):
        record_binding(user=people.counsellor, bound_on=timezone.localdate() + days * DAY, by=None)


def test_without_a_text_nobody_is_bound(people):
    with pytest.raises(DomainError):
        record_binding(user=people.counsellor, bound_on=timezone.localdate(), by=None)
