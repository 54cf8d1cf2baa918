"""Going on with a draft: it leads into its form while what it is about is hers, and nowhere afterwards."""

import uuid

import pytest
from django.urls import reverse

from cases.queries.situation import theme_key
from cases.services.case import change_case, set_co_counsellors
from cases.services.note import write_note, write_personal_note
from umstieg.core.drafts import Kept, keep_draft
from umstieg.guide.enums import Theme
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


def draft(user, form, about=""):
    """(address, key) of a draft of `user` about what has this id."""
    key = uuid.uuid4()
    kept = keep_draft(owner=user, key=key, form=form, about=str(about), facts={"text": ["drei ganze Wörter"]})
    assert kept == Kept.YES
    return reverse("desk:draft", args=[key]), key


def address_of_draft(user, form, about):
    return draft(user, form, about.pk)[0]


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


@pytest.mark.parametrize(
    ("form", "about", "leads_to"),
    [
        ("cases.session", "", lambda case, session: reverse("cases:session_new")),
        ("cases.session", "case", lambda case, session: reverse("cases:session_create", args=[case.pk])),
        (
            "cases.session_correct",
            "session",
            lambda case, session: reverse("cases:session_correct", args=[case.pk, session.pk]),
        ),
        ("cases.case_create", "", lambda case, session: reverse("cases:create")),
        ("cases.note", "case", lambda case, session: reverse("cases:note_create", args=[case.pk])),
        ("cases.next_step", "case", lambda case, session: reverse("cases:next_step", args=[case.pk])),
        ("cases.pause", "case", lambda case, session: reverse("cases:pause_create", args=[case.pk])),
        ("cases.outcome", "case", lambda case, session: reverse("cases:outcome_create", args=[case.pk])),
        ("cases.notice", "", lambda case, session: reverse("cases:notice_create")),
        ("cases.task", "", lambda case, session: reverse("cases:task_create")),
    ],
)
def test_a_draft_leads_back_into_its_form(people, sign_in, case, form, about, leads_to):
    session = make_session(case)
    about = {"": "", "case": case.pk, "session": session.pk}[about]
    address, key = draft(people.counsellor, form, about)
    browser = sign_in(people.counsellor)
    answer = browser.get(address)
    assert answer.status_code == 302
    assert answer.url == f"{leads_to(case, session)}?entwurf={key}"
    assert browser.get(answer.url).status_code == 200


def test_a_draft_of_somebody_else_answers_like_one_that_is_not_there(people, sign_in, case):
    address, _key = draft(people.counsellor, "cases.session", case.pk)
    assert sign_in(people.colleague).get(address).status_code == 404
    assert sign_in(people.counsellor).get(reverse("desk:draft", args=[uuid.uuid4()])).status_code == 404
    unknown, _key = draft(people.counsellor, "other.form")
    assert sign_in(people.counsellor).get(unknown).status_code == 404


def test_a_note_about_a_theme_leads_back_to_that_theme_and_stands_nowhere_in_clear(people, sign_in, case):
    key = theme_key(case.pk, Theme.ADDICTION)
    address, _key = draft(people.counsellor, "cases.theme", key)
    browser = sign_in(people.counsellor)
    assert f"Lage · {case.client.pseudonym}" in browser.get(reverse("desk:home")).content.decode()
    answer = browser.get(address)
    assert answer.url.startswith(reverse("cases:theme", args=[case.pk, Theme.ADDICTION.number]))
    change_case(case=case, counsellor=people.colleague, by=people.counsellor)
    assert browser.get(address).status_code == 404


def test_what_is_typed_about_a_theme_is_kept_and_shown_again(people, sign_in, case):
    browser = sign_in(people.counsellor)
    page = browser.get(reverse("cases:theme", args=[case.pk, Theme.FLAT.number]))
    assert page.context["typed"].about == theme_key(case.pk, Theme.FLAT)
    assert theme_key(case.pk, Theme.FLAT) != theme_key(make_case(counsellor=people.counsellor).pk, Theme.FLAT)
