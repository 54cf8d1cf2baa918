"""Opening a case: notice, search among what one may see, possible matches masked, then the form."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from cases.models import Case, Client
from cases.services.case import close_case
from cases.services.client import add_channel
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db
COMPARE, MATCHES, CREATE = (reverse(f"cases:{name}") for name in ("compare", "matches", "create"))


@pytest.fixture
def known(people):
    """A client of the counsellor's, kept with her name."""
    facts = {"identity_kind": "NAMED", "name": "Nora Dinu", "pseudonym": "Distel", "code_word": "Anker"}
    case = make_case(counsellor=people.counsellor, client_facts=facts)
    add_channel(client=case.client, by=people.counsellor, kind="CALL", value="0176 5554433")
    return case


def look(browser, **typed):
    answer = browser.post(COMPARE, filled(browser, COMPARE, **typed))
    assert answer.status_code == 302
    return browser.get(answer.url).content.decode()


@pytest.mark.guide("114-13")
def test_what_may_be_said_stands_before_the_search(people, sign_in):
    html = sign_in(people.counsellor).get(COMPARE).content.decode()
    for word in ("freiwillig", "Namen nicht sagen", "geheim", "Ihre Akte", "hängt nicht davon ab"):
        assert word in html
    assert html.index("freiwillig") < html.index('name="phone"')


@pytest.mark.parametrize(
    "typed",
    [{"name": "Nora"}, {"name": "Dinu"}, {"pseudonym": "Dis"}, {"phone": "+49 176 5554433"}, {"code_word": "Anker"}],
)
def test_one_thing_that_was_told_is_enough_to_find_her_masked(people, sign_in, known, typed):
    html = look(sign_in(people.counsellor), **typed)
    assert known.number in html
    assert "Distel" in html
    assert "N. D." in html
    assert "Nora Dinu" not in html
    assert "5554433" not in html
    assert reverse("cases:detail", args=(known.pk,)) in html


def test_looking_is_recorded_with_the_cases_that_were_shown(people, sign_in, known):
    look(sign_in(people.counsellor), name="Nora")
    event = AuditEvent.objects.order_by("-seq").first()
    assert event.event == "case.compared"
    assert list(AuditedCase.objects.filter(seq=event.seq).values_list("case_number", flat=True)) == [known.number]


def test_nobody_is_found_of_whom_the_asker_sees_nothing(people, sign_in, known):
    for person in (people.colleague, people.stranger):
        html = look(sign_in(person), name="Nora", phone="0176 5554433", pseudonym="Distel")
        assert known.number not in html
        assert "Niemand gefunden" in html


def test_a_lead_who_counsels_finds_her_team_s_case_by_pseudonym_without_initials(people, sign_in, known):
    from umstieg.access.enums import Role
    from umstieg.accounts.services import add_membership

    add_membership(user=people.colleague, role=Role.TEAM_LEAD, team=people.team, by=None)
    browser = sign_in(people.colleague)
    assert known.number not in look(browser, name="Nora")
    html = look(browser, pseudonym="Distel")
    assert known.number in html
    assert "N. D." not in html


def test_a_running_case_leads_to_the_file_and_a_closed_one_to_a_new_case_for_her(people, sign_in, known):
    browser, again = sign_in(people.counsellor), reverse("cases:next_case", args=(known.pk,))
    assert again not in look(browser, name="Nora")
    close_case(case=known, reason="umzug", by=people.counsellor)
    assert again in look(browser, name="Nora")


def test_none_of_these_opens_the_form_with_what_was_typed(people, sign_in, known):
    browser = sign_in(people.counsellor)
    look(browser, name="Nora", pseudonym="Malve", phone="0176 1112223", code_word="Boje")
    data = filled(browser, CREATE)
    assert (data["pseudonym"], data["phone"], data["code_word"]) == (["Malve"], ["0176 1112223"], ["Boje"])
    assert browser.post(CREATE, data).status_code == 302
    client = Client.objects.get(number__endswith="-0002")
    assert (client.pseudonym, client.code_word, client.identity_kind) == ("Malve", "Boje", "PSEUDONYMOUS")
    assert client.channels.get().value == "0176 1112223"


def test_a_name_that_was_only_looked_for_is_not_kept_unless_she_wishes_so(people, sign_in):
    browser = sign_in(people.counsellor)
    for kind, kept in (("PSEUDONYMOUS", ""), ("NAMED", "Nora Dinu")):
        look(browser, name="Nora Dinu")
        browser.post(CREATE, filled(browser, CREATE, identity_kind=kind))
        assert Client.objects.order_by("-number").first().name == kept


def test_nothing_to_look_for_goes_straight_to_the_form(people, sign_in):
    browser = sign_in(people.counsellor)
    assert browser.post(COMPARE, filled(browser, COMPARE)).url == CREATE


def test_what_was_typed_stands_in_no_address_readable_in_no_session_and_is_gone_afterwards(people, sign_in):
    browser = sign_in(people.counsellor)
    answer = browser.post(COMPARE, filled(browser, COMPARE, name="Zitterpappel"))
    assert "Zitterpappel" not in answer.url
    assert "Zitterpappel" not in str([one.get_decoded() for one in Session.objects.all()])
    browser.post(CREATE, filled(browser, CREATE))
    assert "Zitterpappel" not in browser.get(COMPARE).content.decode()


def test_a_case_is_opened_once_however_often_the_form_is_sent(people, sign_in):
    browser = sign_in(people.counsellor)
    data = filled(browser, CREATE)
    assert browser.post(CREATE, data).url == browser.post(CREATE, data).url
    assert Case.objects.count() == 1


def test_only_counsellors_open_cases(people, sign_in):
    for person in (people.lead, people.outreach, people.admin, people.auditor):
        for page in (COMPARE, MATCHES, CREATE):
            assert sign_in(person).get(page).status_code == 403
