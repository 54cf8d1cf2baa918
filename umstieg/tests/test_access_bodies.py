"""Proves that an object named in the body of a request is guarded like one named in the address, that keys nobody asked
for have no effect, and that a form that is refused leaves nothing behind.
"""

import pytest
from django.conf import settings
from django.urls import reverse

from cases.models import Case, CounsellingSession
from cases.services.case import change_case, set_co_counsellors
from umstieg.audit.models import AuditEvent
from umstieg.audit.recording import record, recording
from umstieg.audit.verification import verify
from umstieg.core.errors import DomainError
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
ENGLISH = settings.LANGUAGES[-1][0]


def session_facts(**facts):
    return {"mode": "telefon", **facts}


@pytest.fixture
def own(people):
    return make_case(counsellor=people.counsellor)


def post(browser, name, data, **kwargs):
    """Send a form as the page shows it, with `data` on top."""
    url = reverse(name, kwargs=kwargs)
    return browser.post(url, filled(browser, url) | data)


@pytest.mark.parametrize("whose", ["colleague", "stranger"])
def test_no_session_is_logged_for_somebody_elses_case(people, own, sign_in, whose):
    other = make_case(counsellor=people.by_name[whose])
    answer = post(sign_in(people.counsellor), "cases:session_new", session_facts(case=other.pk))
    assert answer.status_code == 200
    assert other.client.pseudonym not in answer.content.decode()
    assert not CounsellingSession.objects.exists()


def test_a_foreign_and_a_missing_case_in_the_body_answer_the_same(people, own, sign_in):
    foreign = make_case(counsellor=people.stranger)
    browser = sign_in(people.counsellor)
    answers = []
    for pk in (str(foreign.pk), "00000000-0000-4000-8000-000000000000"):
        answer = post(browser, "cases:session_new", session_facts(case=pk))
        errors = {name: [str(e) for e in found] for name, found in answer.context["form"].errors.items()}
        answers.append((answer.status_code, errors))
    assert answers[0] == answers[1]
    assert answers[0][1]


def test_no_case_is_opened_in_a_team_one_does_not_counsel_in(people, own, sign_in):
    before = Case.objects.count()
    data = {
        "identity_kind": "PSEUDONYMOUS",
        "pseudonym": "Neu",
        "team": people.other_team.pk,
        "counsellor": people.stranger.pk,
    }
    answer = post(sign_in(people.counsellor), "cases:create", data)
    assert answer.status_code == 200
    assert {"team", "counsellor"} <= set(answer.context["form"].errors)
    assert Case.objects.count() == before


@pytest.mark.parametrize("who", ["stranger", "lead", "admin"])
def test_no_case_is_handed_to_somebody_who_does_not_counsel_in_the_team(people, own, sign_in, who):
    data = {"counsellor": people.by_name[who].pk, "confirm_handover": "on", "phases": ["ORIENTATION"]}
    answer = post(sign_in(people.counsellor), "cases:change", data, pk=own.pk)
    assert answer.status_code == 200
    own.refresh_from_db()
    assert own.counsellor == people.counsellor


def test_keys_that_no_form_asks_for_have_no_effect(people, own, sign_in):
    """Mass assignment: owner, team, number, closing and author come from the product, never from a request."""
    browser, session = sign_in(people.counsellor), make_session(own)
    extra = {
        "team": people.other_team.pk,
        "number": "99-9999",
        "client": "00000000-0000-4000-8000-000000000000",
        "closed_on": "2026-01-01",
        "closed_by": people.stranger.pk,
        "created_by": people.stranger.pk,
        "id": "00000000-0000-4000-8000-000000000000",
    }
    assert post(browser, "cases:change", extra | {"phases": ["ORIENTATION"]}, pk=own.pk).status_code == 302
    data = session_facts(note="Neu") | extra
    data |= {"counsellor": people.stranger.pk, "case": "00000000-0000-4000-8000-000000000000"}
    assert post(browser, "cases:session_correct", data, pk=own.pk, session=session.pk).status_code == 302
    case = Case.objects.get(pk=own.pk)
    assert (case.team, case.number, case.client, case.closed_on) == (own.team, own.number, own.client, None)
    session.refresh_from_db()
    assert (session.case, session.created_by, session.counsellor, session.version) == (
        own,
        people.counsellor,
        people.counsellor,
        2,
    )


def test_a_co_counsellor_decides_nothing_about_who_works_on_the_case(people, own, sign_in):
    set_co_counsellors(case=own, users=[people.stranger], by=people.counsellor)
    data = {
        "counsellor": people.colleague.pk,
        "confirm_handover": "on",
        "deputy": people.colleague.pk,
        "co_counsellors": [people.colleague.pk],
    }
    assert post(sign_in(people.stranger), "cases:change", data, pk=own.pk).status_code == 302
    case = Case.objects.get(pk=own.pk)
    assert (case.counsellor, case.deputy) == (people.counsellor, None)
    assert [row.user for row in case.co_counsellings.filter(ended_on=None)] == [people.stranger]


def test_a_form_that_is_refused_leaves_nothing_behind(people, own, sign_in):
    """The phases could be changed, the people could not: then neither is, and the log tells of neither."""
    data = {
        "phases": ["ORIENTATION", "JOB_SEARCH"],
        "deputy": people.counsellor.pk,
    }
    answer = post(sign_in(people.counsellor), "cases:change", data, pk=own.pk)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert list(own.phases.values_list("phase", "ended_on")) == [("GETTING_TO_KNOW", None)]
    event = AuditEvent.objects.order_by("-seq").first()
    assert ([one["event"] for one in event.acts], event.entry_count) == (["case.viewed"], 0)
    assert verify().intact


def test_a_change_of_a_case_happens_as_a_whole_or_not_at_all(people, own):
    with recording(actor=people.counsellor):
        with pytest.raises(DomainError):
            change_case(
                case=own,
                by=people.counsellor,
                phases=["ORIENTATION"],
                co_counsellors=[people.colleague],
                deputy=people.counsellor,  # the last thing looked at, and refused
            )
        record("case.viewed", cases=[own.number])
    assert list(own.phases.values_list("phase", "ended_on")) == [("GETTING_TO_KNOW", None)]
    assert not own.co_counsellings.exists()
    event = AuditEvent.objects.order_by("-seq").first()
    assert ([one["event"] for one in event.acts], event.entry_count) == (["case.viewed"], 0)


def test_nobody_changes_another_persons_account(people, sign_in):
    answer = post(sign_in(people.counsellor), "accounts:profile", {"language": ENGLISH, "user": people.colleague.pk})
    assert answer.status_code == 302
    people.colleague.refresh_from_db()
    people.counsellor.refresh_from_db()
    assert (people.counsellor.language, people.colleague.language) == (ENGLISH, "de")
