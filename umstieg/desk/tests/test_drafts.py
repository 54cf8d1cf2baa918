"""Going on with a draft: it leads into its form while what it is about is hers, and nowhere afterwards."""

import uuid

import pytest
from django.urls import reverse

from cases.services.case import change_case, set_co_counsellors
from cases.services.note import write_note, write_personal_note
from umstieg.core.drafts import Kept, keep_draft
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db

ABOUT = {
    "cases.session_correct": make_session,
    "cases.note_correct": lambda case: write_note(case=case, text="Vermerk", by=case.counsellor),
    "cases.own_note_change": lambda case: write_personal_note(case=case, text="Eindruck", by=case.counsellor),
}


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def address_of_draft(user, form, about):
    key = uuid.uuid4()
    kept = keep_draft(owner=user, key=key, form=form, about=str(about.pk), facts={"text": ["drei ganze Wörter"]})
    assert kept == Kept.YES
    return reverse("desk:draft", args=[key])


@pytest.mark.parametrize("form", ABOUT)
def test_a_draft_about_a_case_that_is_no_longer_hers_leads_nowhere(people, sign_in, case, form):
    address = address_of_draft(people.counsellor, form, ABOUT[form](case))
    browser = sign_in(people.counsellor)
    assert str(case.pk) in browser.get(address).url
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    assert browser.get(address).status_code == 404


def test_a_draft_about_the_personal_note_of_a_colleague_in_the_same_case_leads_nowhere(people, sign_in, case):
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    note = write_personal_note(case=case, text="Eindruck", by=people.colleague)
    address = address_of_draft(people.counsellor, "cases.own_note_change", note)
    assert sign_in(people.counsellor).get(address).status_code == 404
