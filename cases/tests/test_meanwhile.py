"""Two people at the same facts: nobody undoes what she has not seen."""

import pytest
from django.urls import reverse

from cases.models import Case, Client
from cases.services.case import change_case, set_co_counsellors
from cases.services.client import change_client
from umstieg.testing.filling import fill, filled
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    case = make_case(counsellor=people.counsellor, client_facts={"residence_place": "Kiel"})
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    return case


def test_what_somebody_else_saved_stays_where_the_form_left_it_alone(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:client_change", args=(case.pk,))
    data = filled(browser, url, pronoun="sie")
    change_client(client=case.client, by=people.colleague, residence_place="Lübeck")
    assert browser.post(url, data).status_code == 302
    client = Client.objects.get()
    assert (client.residence_place, client.pronoun) == ("Lübeck", "sie")


def test_the_same_field_changed_by_both_shows_both_texts_and_is_saved_on_second_thought(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:client_change", args=(case.pk,))
    data = filled(browser, url, residence_place="Bremen")
    change_client(client=case.client, by=people.colleague, residence_place="Lübeck")
    answer = browser.post(url, data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Lübeck" in html
    assert "Bremen" in html
    assert Client.objects.get().residence_place == "Lübeck"
    assert browser.post(url, fill(answer)).status_code == 302
    assert Client.objects.get().residence_place == "Bremen"


def test_saved_on_second_thought_it_undoes_nothing_that_was_not_told(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:client_change", args=(case.pk,))
    data = filled(browser, url, residence_place="Bremen")
    change_client(client=case.client, by=people.colleague, residence_place="Lübeck", pronoun="sie")
    browser.post(url, fill(browser.post(url, data)))
    client = Client.objects.get()
    assert (client.residence_place, client.pronoun) == ("Bremen", "sie")


def test_both_saving_the_same_is_no_conflict(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:client_change", args=(case.pk,))
    data = filled(browser, url, residence_place="Lübeck")
    change_client(client=case.client, by=people.colleague, residence_place="Lübeck")
    assert browser.post(url, data).status_code == 302


def test_phases_and_people_of_two_forms_do_not_undo_each_other(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:change", args=(case.pk,))
    data = filled(browser, url, no_contact_days="30")
    change_case(case=case, by=people.colleague, phases=["STABILISATION"])
    assert browser.post(url, data).status_code == 302
    assert list(case.phases.filter(ended_on=None).values_list("phase", flat=True)) == ["STABILISATION"]
    assert Case.objects.get().no_contact_days == 30


def test_phases_changed_by_both_are_told(people, sign_in, case):
    browser, url = sign_in(people.counsellor), reverse("cases:change", args=(case.pk,))
    data = filled(browser, url, phases=["ORIENTATION"])
    change_case(case=case, by=people.colleague, phases=["STABILISATION"])
    answer = browser.post(url, data)
    assert answer.status_code == 200
    assert "Stabilisierung" in answer.content.decode()
    assert list(case.phases.filter(ended_on=None).values_list("phase", flat=True)) == ["STABILISATION"]


@pytest.mark.parametrize("lost", ["", "null", "[]", "{", "0", '{"name": 3}'])
def test_a_form_that_has_lost_what_it_was_opened_with_is_saved_all_the_same(people, sign_in, case, lost):
    browser, url = sign_in(people.counsellor), reverse("cases:client_change", args=(case.pk,))
    data = filled(browser, url, pronoun="sie") | {"opened_with": lost}
    assert browser.post(url, data).status_code == 302
    assert Client.objects.get().pronoun == "sie"


def test_the_page_tells_nothing_by_what_it_was_opened_with(people, sign_in, case):
    url = reverse("cases:client_change", args=(case.pk,))
    data = filled(sign_in(people.counsellor), url)
    assert "Kiel" not in data["opened_with"][0]
