"""The reader of the log finds words, not codes."""

import pytest
from django.urls import reverse

from umstieg.audit.queries import log_page
from umstieg.audit.reasons import said

pytestmark = pytest.mark.django_db


def test_a_refusal_says_what_was_not_allowed_and_no_name_of_a_view(people, sign_in):
    sign_in(people.outreach).get(reverse("cases:list"))
    told = log_page()[1][0]["reason"]
    assert told == "Rolle reicht nicht: Eigene Fälle auflisten"
    assert "cases:" not in told


def test_what_is_not_there_is_told_apart_from_what_is_not_allowed():
    assert said("404 GET cases:detail").startswith("nicht vorhanden oder nicht sichtbar: ")


def test_codes_that_apps_registered_read_as_words_and_others_as_they_stand():
    assert said("intact") == "unversehrt"
    assert said("COMPLAINT") == "Beschwerde"
    assert said("again") == ""
    assert said("something else") == "something else"
