"""Proves that a form is carried out once under its key, that what is sent differently is not lost, and that a draft is
offered to its writer at its own form alone.
"""

import uuid

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from cases.models import Case, Client
from umstieg.core.drafts import Kept, destroy_expired_drafts, drafts, keep_draft
from umstieg.core.models import Draft, SubmitKey
from umstieg.core.typed import KEY, PAGE, Typed
from umstieg.testing.make import make_case, make_user
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db

FORM = "cases.note"
NOTE = "Eins zwei drei"


@pytest.fixture
def user(db):
    return make_user("COUNSELLOR")


@pytest.fixture
def asks(rf, user):
    """asks(data, address, by, about) is the Typed of a request: of a page that is opened, or of a form that is sent."""

    def typed(data=None, address="/form/", by=user, about="", form=FORM):
        request = rf.get(address) if data is None else rf.post(address, data)
        request.user, request.session, request.file_fields = by, {}, {"document"}
        request._messages = FallbackStorage(request)
        return Typed(request, form=form, about=about)

    return typed


def sent(key=None, **fields):
    return {KEY: str(key or uuid.uuid4()), PAGE: str(uuid.uuid4()), "note": NOTE} | fields


def keep(user, *, about="", form=FORM, key=None, **facts):
    key = key or uuid.uuid4()
    keep_draft(owner=user, key=key, form=form, about=str(about), facts={"note": [NOTE]} | facts)
    return key


def said(typed):
    return [str(message) for message in typed.request._messages]


# --- once --------------------------------------------------------------------------------------------


def test_a_form_sent_again_leads_to_where_the_first_one_led(asks):
    data = sent()
    first = asks(data)
    assert first.claim() is None
    first.finish(HttpResponseRedirect("/done/"))
    again = asks(data)
    assert again.claim() == "/done/"
    assert said(again) == []
    assert not Draft.objects.exists()


def test_what_was_changed_after_sending_is_kept_as_a_draft_and_told(asks, user):
    data = sent()
    first = asks(data)
    first.claim()
    first.finish(HttpResponseRedirect("/done/"))
    again = asks(data | {"note": "Eins zwei drei vier"})
    assert again.claim() == "/done/"
    assert said(again) == [
        "Das war schon gespeichert. Was Sie danach geändert haben, liegt bei Ihren Entwürfen auf der Startseite."
    ]
    draft = Draft.objects.get()
    assert (draft.owner, draft.form, draft.facts["note"]) == (user, FORM, ["Eins zwei drei vier"])
    assert KEY not in draft.facts


def test_a_form_without_drafts_that_says_something_else_is_a_form_of_its_own(asks):
    data = sent()
    first = asks(data, form="phase")
    assert first.claim() is None
    first.finish(HttpResponseRedirect("/done/"))
    assert asks(data, form="phase").claim() == "/done/"
    other = asks(data | {"note": "Anders"}, form="phase")
    assert other.claim() is None
    assert (other.key != first.key, said(other), Draft.objects.count()) == (True, [], 0)


@pytest.mark.parametrize("form", ["cases.", "cases.Note", "cases.note2", "cases." + "x" * 20])
def test_a_name_under_which_no_draft_would_be_kept_is_refused(asks, form):
    with pytest.raises(ValueError, match="No draft"):
        asks(form=form)


def test_another_token_or_page_is_no_other_text(asks):
    data = sent(csrfmiddlewaretoken="a")
    asks(data).claim()
    assert asks(data | {"csrfmiddlewaretoken": "b", PAGE: str(uuid.uuid4())}).claim() == "/"
    assert not Draft.objects.exists()


def test_a_form_that_was_refused_after_all_may_be_sent_again(asks):
    data = sent()
    first = asks(data)
    first.claim()
    first.release()
    assert asks(data).claim() is None


def test_carrying_out_a_form_ends_its_draft_and_no_other(asks, user):
    key, other = keep(user), keep(user)
    typed = asks(sent(key))
    typed.claim()
    typed.finish(HttpResponseRedirect("/done/"))
    assert [draft.pk for draft in Draft.objects.all()] == [other]
    assert SubmitKey.objects.get().target == "/done/"


def test_a_key_that_somebody_else_has_used_stops_nobody(asks):
    data = sent()
    asks(data, by=make_user("COUNSELLOR")).claim()
    typed = asks(data)
    assert typed.claim() is None
    typed.finish(HttpResponseRedirect("/done/"))
    assert SubmitKey.objects.count() == 2


def test_a_refused_form_frees_no_key_of_somebody_else(asks):
    data, colleague = sent(), make_user("COUNSELLOR")
    first = asks(data, by=colleague)
    first.claim()
    first.finish(HttpResponseRedirect("/done/"))
    asks(data).release()
    assert asks(data, by=colleague).claim() == "/done/"


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 500])
def test_an_unreadable_key_is_a_fresh_one(asks, key):
    assert asks(sent() | {KEY: key}).claim() is None


def test_a_refused_form_goes_on_with_its_key_and_its_page(asks):
    data = sent()
    hidden = dict(asks(data).hidden)
    assert (str(hidden[KEY]), str(hidden[PAGE])) == (data[KEY], data[PAGE])


# --- going on ----------------------------------------------------------------------------------------


def test_a_draft_is_offered_with_its_time_and_its_words(asks, user):
    key = keep(user)
    typed = asks(address="/form/?fall=abc&entwurf=x&q=a%26b")
    assert typed.waiting.pk == key
    assert typed.waiting_words == 3
    assert typed.resume_address == f"/form/?fall=abc&q=a%26b&entwurf={key}"


def test_it_is_offered_to_nobody_else_at_no_other_form_about_nothing_else(asks, user):
    about = uuid.uuid4()
    keep(user, about=about)
    keep(user, form="cases.session")
    keep(make_user("COUNSELLOR"))
    assert asks().waiting is None
    assert asks(about=uuid.uuid4()).waiting is None
    assert asks(about=about).waiting is not None


def test_it_is_not_opened_by_anybody_else_nor_at_another_form(asks, user):
    address = f"/form/?entwurf={keep(user)}"
    assert asks(address=address).draft is not None
    assert asks(address=address, by=make_user("COUNSELLOR")).draft is None
    assert asks(address=address, about=uuid.uuid4()).draft is None
    assert asks(address="/form/?entwurf=unsinn").draft is None


def test_going_on_offers_nothing_more_and_keeps_the_key(asks, user):
    key = keep(user)
    typed = asks(address=f"/form/?entwurf={key}")
    assert (typed.key, typed.waiting) == (key, None)
    assert dict(typed.hidden)["typed_after"] == Draft.objects.get().updated_at.isoformat()


def test_a_form_that_is_refused_goes_on_with_the_draft_it_was_restored_from(asks, user):
    key = keep(user)
    hidden = {name: str(value) for name, value in asks(address=f"/form/?entwurf={key}").hidden}
    again = {name: str(value) for name, value in asks(sent() | hidden).hidden}
    assert again == hidden
    read = parse_datetime(again["typed_after"])
    page = uuid.UUID(again[PAGE])
    kept = keep_draft(owner=user, key=key, form=FORM, about="", facts={"note": ["Mehr"]}, page=page, after=read)
    assert kept is Kept.YES


def test_a_sent_form_offers_no_draft(asks, user):
    keep(user)
    assert asks(sent()).waiting is None


def test_a_restored_form_shows_every_value_and_complains_about_nothing(asks, user):
    class Strict(forms.Form):
        note = forms.CharField()
        needed = forms.CharField()
        topics = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b"), ("c", "c")])

    key = keep(user, topics=["a", "c"], needed=[""])
    typed = asks(address=f"/form/?entwurf={key}")
    form = Strict(typed.data)
    typed.show_unchecked(form)
    assert form["note"].value() == NOTE
    assert form["topics"].value() == ["a", "c"]
    assert form.errors == {}


# --- at a real form ----------------------------------------------------------------------------------


def test_a_form_of_the_product_makes_one_record_however_often_it_is_sent(user):
    visitor, address = Browser(user), reverse("cases:create")
    data = read_page(visitor.get(address).content, address).form(address).data(pseudonym="Ginster")
    answers = {visitor.post(address, data).headers["Location"] for _ in range(3)}
    assert len(answers) == 1
    assert (Client.objects.count(), Case.objects.count()) == (1, 1)


def test_a_draft_about_a_file_one_no_longer_sees_opens_nowhere(user):
    case = make_case(counsellor=make_user("COUNSELLOR"), client_facts={"pseudonym": "Ginster"})
    key = keep(user, form="cases.session", about=case.pk)
    address = reverse("cases:session_create", kwargs={"pk": case.pk})
    answer = Browser(user).get(f"{address}?entwurf={key}")
    assert answer.status_code == 404
    assert NOTE not in answer.content.decode()


def test_the_page_with_an_offer_takes_one_statement_more_at_most(user):
    visitor, address = Browser(user), reverse("cases:create")
    without = visitor.ask("GET", address).statements
    for _ in range(30):
        keep(user, form="cases.case_create")
    assert visitor.ask("GET", address).statements == without


# --- offering what fits -------------------------------------------------------------------------------


def test_a_draft_with_words_is_offered_before_a_newer_one_of_ticks(asks, user):
    written = keep(user)
    keep(user, mode=["telefon"], note=[""])
    assert asks().waiting.pk == written


def test_a_draft_of_something_else_is_offered_in_one_line_and_leads_to_its_own_page(asks, user):
    case, other = str(uuid.uuid4()), str(uuid.uuid4())
    key = keep(user, **{"r2-case": [other], "note": ["zwei Wörter"]})
    typed = asks()
    typed.fits(names={case: "Mara"}, case=case, notice=uuid.uuid4())
    assert typed.waiting is None
    assert typed.elsewhere.pk == key
    assert typed.resume_address.endswith(f"{key}/")
    assert typed.elsewhere_told.startswith("2 Wörter, heute ")  # named after no case she does not see
    typed = asks()
    typed.fits(names={other: "Daria"}, case=other)
    assert (typed.waiting.pk, typed.elsewhere) == (key, None)
    assert typed.waiting_told.startswith("Daria, 2 Wörter, heute ")


def test_the_page_of_a_case_offers_what_was_begun_elsewhere_for_the_same_case(asks, user):
    case = str(uuid.uuid4())
    begun = keep(user, case=[case], note=["zwei Wörter"])
    typed = asks(about=case)
    typed.fits(case=case)
    assert typed.waiting.pk == begun
    assert str(begun) in typed.resume_address
    assert "entwurf=" not in typed.resume_address


def test_a_colleague_who_uses_up_a_key_takes_no_draft_away(people):
    """She may have seen the key in an address."""
    key = uuid.uuid4()
    facts = {"note": ["angefangen"]}
    keep_draft(owner=people.counsellor, key=key, form="cases.session", about="", facts=facts)
    SubmitKey.objects.create(pk=key, owner=people.colleague)
    destroy_expired_drafts()
    assert [one.pk for one in drafts(people.counsellor)] == [key]
    assert keep_draft(owner=people.counsellor, key=key, form="cases.session", about="", facts=facts) == Kept.YES


def test_what_somebody_else_has_opened_is_shown_again_and_not_saved(people, sign_in):
    """Two people at one browser: the page of the one is sent in the session of the other."""
    case = make_case(counsellor=people.counsellor)
    browser = sign_in(people.counsellor)
    page = reverse("cases:note_create", args=[case.pk])
    form = read_page(browser.get(page).content, page).form(page)
    answer = browser.post(page, form.data(text="angefangen", typed_owner="a" * 32))
    assert answer.status_code == 200
    assert "angefangen" in answer.content.decode()
    assert "jemand anderes geöffnet" in answer.content.decode()
    assert not case.notes.exists()
    again = read_page(answer.content, page).form(page)
    assert browser.post(page, again.data()).status_code == 302
    assert case.notes.get().text == "angefangen"
