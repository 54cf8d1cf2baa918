"""The languages somebody counsels in (114-17)."""

import pytest
from django.urls import reverse

from umstieg.accounts.models import SpokenLanguage
from umstieg.accounts.services import set_spoken_languages
from umstieg.testing.filling import filled

pytestmark = pytest.mark.django_db


@pytest.mark.guide("114-17")
def test_a_counsellor_says_which_languages_she_counsels_in(people, sign_in):
    browser, url = sign_in(people.counsellor), reverse("accounts:spoken_languages")
    browser.post(url, filled(browser, url, languages=["bg", "tr"]))
    assert "Bulgarisch, Türkisch" in browser.get(reverse("accounts:profile")).content.decode()
    browser.post(url, filled(browser, url, languages=["tr"]))
    assert set(SpokenLanguage.objects.values_list("user_id", "language")) == {(people.counsellor.pk, "tr")}


def test_saying_the_same_again_changes_nothing(people):
    set_spoken_languages(user=people.counsellor, languages=["bg", "bg"], by=people.counsellor)
    before = list(SpokenLanguage.objects.values_list("pk", "language"))
    set_spoken_languages(user=people.counsellor, languages=["bg"], by=people.counsellor)
    assert list(SpokenLanguage.objects.values_list("pk", "language")) == before


def test_a_language_that_does_not_exist_is_refused(people, sign_in):
    url = reverse("accounts:spoken_languages")
    assert sign_in(people.counsellor).post(url, {"languages": ["klingonisch"]}).status_code == 200
    assert not SpokenLanguage.objects.exists()


def test_who_does_not_counsel_is_not_asked(people, sign_in):
    assert (
        reverse("accounts:spoken_languages")
        not in sign_in(people.admin).get(reverse("accounts:profile")).content.decode()
    )
