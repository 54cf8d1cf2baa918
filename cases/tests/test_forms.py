"""Forms: what they offer, what they refuse and where they say so. They never write."""

import datetime

import pytest
from django.utils import timezone

from cases.forms.case import CaseForm
from cases.forms.client import ChannelForm, ClientForm, LanguageForm
from cases.forms.opening import OpenCaseForm
from cases.forms.session import CorrectionForm, SessionForm
from cases.forms.session_rows import NewSessionForm
from cases.models import Case, Client
from cases.services.case import change_case, set_co_counsellors
from umstieg.audit.recording import act
from umstieg.codelists.models import Code
from umstieg.testing.make import make_case, make_session, make_site

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate().isoformat()


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def opening(people, **changes):
    data = {
        "identity_kind": "PSEUDONYMOUS",
        "pseudonym": "Amsel",
        "team": people.team.pk,
        "site": people.team.site_id,
        "counsellor": people.counsellor.pk,
        "opened_on": today(),
    }
    return OpenCaseForm(data | changes, user=people.counsellor)


def session_form(case, instance=None, form=SessionForm, **changes):
    data = {"started_on": today(), "started_time": "00:00", "mode": "telefon", "result": "HELD"}
    return form(data | changes, instance=instance)


# --- opening a case ----------------------------------------------------------------------------------


@pytest.mark.guide("114-13")
def test_a_pseudonym_is_all_a_new_case_asks_of_a_person(people):
    form = opening(people)
    assert form.is_valid(), form.errors
    assert form.client_facts()["pseudonym"] == "Amsel"
    assert form.language_facts() is None
    about_the_person = {
        "pseudonym",
        "name",
        "names_used",
        "language",
        "needs_mediation",
        "contact_rule",
        "access_route",
    }
    assert {name for name in about_the_person if form.fields[name].required} == {"pseudonym"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pseudonym": ""}, "pseudonym"),
        ({"pseudonym": "   "}, "pseudonym"),
        ({"identity_kind": "NAMED"}, "name"),
        ({"name": "Elena"}, "name"),
        ({"identity_kind": "ANONYMOUS", "name": "Elena"}, "name"),
        ({"needs_mediation": "on"}, "language"),
        ({"opened_on": "2099-01-01"}, "opened_on"),
        ({"opened_on": "1899-12-31"}, "opened_on"),
        ({"opened_on": "2026-02-31"}, "opened_on"),
        ({"identity_kind": "SECRET"}, "identity_kind"),
    ],
)
def test_what_does_not_fit_an_opening_is_said_at_its_field(people, changes, field):
    form = opening(people, **changes)
    assert list(form.errors) == [field]


def test_only_teams_of_ones_own_and_their_counsellors_are_offered(people):
    form = opening(people)
    assert list(form.fields["team"].queryset) == [people.team]
    assert set(form.fields["counsellor"].queryset) == {people.counsellor, people.colleague}
    for changes in ({"team": people.other_team.pk}, {"counsellor": people.stranger.pk}, {"counsellor": people.lead.pk}):
        assert not opening(people, **changes).is_valid()


def test_a_language_with_need_of_mediation_becomes_the_first_language(people):
    form = opening(people, language="bg", needs_mediation="on")
    assert form.is_valid()
    assert form.language_facts() == {"language": "bg", "level": "FIRST", "needs_mediation": True}


# --- changing ------------------------------------------------------------------------------------------


def test_a_form_never_writes(case):
    with pytest.raises(TypeError, match="services do"):
        ClientForm({"identity_kind": "NAMED"}, instance=case.client).save()


def test_a_refused_form_leaves_the_object_of_the_page_untouched(case):
    """The page shows the case's header beside the refused form."""
    form = ClientForm({"identity_kind": "NAMED", "pseudonym": "Ganz anders", "name": ""}, instance=case.client)
    assert not form.is_valid()
    assert case.client.pseudonym != "Ganz anders"
    assert Client.objects.get().pseudonym == case.client.pseudonym


def test_being_kept_with_a_name_needs_one(case):
    form = ClientForm({"identity_kind": "NAMED", "pseudonym": "Amsel", "name": ""}, instance=case.client)
    assert list(form.errors) == ["name"]


def test_only_the_contact_person_is_offered_who_works_on_the_case(case, people):
    assert set(CaseForm.PEOPLE) <= set(CaseForm(instance=case, user=people.counsellor).fields)
    set_co_counsellors(case=case, users=[people.colleague], by=people.counsellor)
    data = {"site": case.site_id, "opened_on": case.opened_on, "counsellor": people.colleague.pk}
    form = CaseForm(data, instance=case, user=people.colleague)
    assert not set(CaseForm.PEOPLE) & set(form.fields)
    assert form.is_valid()
    assert "counsellor" not in form.case_facts()


def test_the_contact_person_is_not_offered_as_her_own_co_counsellor(case, people):
    form = CaseForm(instance=case, user=people.counsellor)
    assert people.counsellor not in form.fields["co_counsellors"].queryset
    assert people.stranger in form.fields["co_counsellors"].queryset


def test_a_deputy_who_is_the_contact_person_is_refused(case, people):
    data = {"site": case.site_id, "counsellor": people.counsellor.pk, "deputy": people.counsellor.pk}
    assert not CaseForm(data, instance=case, user=people.counsellor).is_valid()


def test_a_site_that_is_no_longer_in_use_stays_with_the_case_and_the_session_that_hold_it(case, people):
    old = make_site(name="Altes Haus")
    change_case(case=case, by=people.counsellor, site=old)
    session = make_session(case, site=old)
    with act("centre.changed", by=None):
        old.is_active = False
        old.save()
    assert old in CaseForm(instance=Case.objects.get(), user=people.counsellor).fields["site"].queryset
    assert old in CorrectionForm(instance=session).fields["site"].queryset
    assert old not in SessionForm().fields["site"].queryset


def test_a_code_that_has_ended_stays_with_the_record_that_holds_it(case):
    session = make_session(case, topics=["konto"], setting="einzel")
    with act("codelists.loaded", by=None):
        for code in Code.objects.filter(list_key__in=["topic", "contact_setting"], key__in=["konto", "einzel"]):
            code.valid_to = datetime.date(2020, 1, 1)
            code.save()
    held = {"topics": ["konto"], "setting": "einzel", "version": "1"}
    assert session_form(case, session, CorrectionForm, **held).is_valid()
    fresh = session_form(case, topics=["konto"], setting="einzel")
    assert set(fresh.errors) == {"topics", "setting"}


# --- sessions ------------------------------------------------------------------------------------------


def test_date_and_mode_are_all_a_session_asks(case):
    form = session_form(case)
    assert form.is_valid(), form.errors
    required = {name for name, field in form.fields.items() if field.required}
    assert required == {"started_on", "started_time", "mode", "result"}


def test_date_and_time_are_read_as_local_time(case):
    form = session_form(case, started_on="2026-07-01", started_time="10:00")
    assert form.is_valid()
    assert form.session_facts()["started_at"] == datetime.datetime(2026, 7, 1, 8, 0, tzinfo=datetime.UTC)


def test_an_hour_that_the_clock_skipped_is_refused_at_the_time(case):
    form = session_form(case, started_on="2026-03-29", started_time="02:30")
    assert list(form.errors) == ["started_time"]


@pytest.mark.guide("111-10")
def test_mediation_without_language_is_refused_at_the_language(case):
    for facts in ({"mediator": "M. Dinu"}, {"mediation_minutes": "90"}):
        assert list(session_form(case, **facts).errors) == ["mediation_language"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "1441"}, "minutes"),
        ({"minutes": "1,5"}, "minutes"),
        ({"mode": ""}, "mode"),
        ({"mode": "nichts"}, "mode"),
        ({"topics": ["konto", "nichts"]}, "topics"),
        ({"result": ""}, "result"),
        ({"note": "x" * 50_001}, "note"),
        ({"place": "a\x00"}, "place"),
    ],
)
def test_what_does_not_fit_a_session_is_said_at_its_field(case, changes, field):
    assert list(session_form(case, **changes).errors) == [field]


def test_a_session_from_anywhere_offers_only_ones_own_running_cases(people, case):
    other = make_case(counsellor=people.stranger)
    data = {"started_on": today(), "started_time": "00:00", "mode": "telefon", "result": "HELD"}
    assert NewSessionForm(data | {"case": case.pk}, user=people.counsellor).is_valid()
    for foreign in (other.pk, "00000000-0000-0000-0000-000000000000", "x", "9" * 500, ""):
        assert list(NewSessionForm(data | {"case": foreign}, user=people.counsellor).errors) == ["case"]


def test_a_correction_shows_what_stands_there(people):
    case = make_case(counsellor=people.counsellor, opened_on=datetime.date(2026, 1, 5))
    started = datetime.datetime(2026, 7, 1, 8, 5, tzinfo=datetime.UTC)
    session = make_session(case, started_at=started, note="alt", topics=["konto"])
    form = CorrectionForm(instance=session)
    assert form.initial["started_time"] == datetime.time(10, 5)
    assert (form.initial["note"], form.initial["topics"], form.initial["version"]) == ("alt", ["konto"], 1)


# --- small ones ----------------------------------------------------------------------------------------


def test_a_way_of_contact_asks_for_kind_and_number_only():
    assert {name for name, field in ChannelForm().fields.items() if field.required} == {"kind", "value"}
    assert list(ChannelForm({"kind": "CALL", "value": ""}).errors) == ["value"]
    assert list(ChannelForm({"value": "0176"}).errors) == ["kind"]


def test_a_language_asks_for_nothing_but_itself():
    assert {name for name, field in LanguageForm().fields.items() if field.required} == {"language"}
    assert LanguageForm({"language": "bg"}).is_valid()
    assert list(LanguageForm({"language": "elbisch"}).errors) == ["language"]


def test_nothing_typed_about_a_client_is_remembered_by_the_browser(people, case):
    for form in (opening(people), ClientForm(instance=case.client), ChannelForm(), SessionForm()):
        assert all(field.widget.attrs.get("autocomplete") == "off" for field in form.fields.values())
