"""Logging a talk from an appointment or from a notice, and the appointment of these days that it was."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.enums import NoticeResult
from cases.models import CounsellingSession, Notice
from cases.queries.session_form import client_card
from cases.services.appointment import cancel_appointment, log_appointment, make_appointment
from cases.services.notice import leave_notice, settle_notice
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
NEW = reverse("cases:session_new")


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Mara"})


@pytest.fixture
def other(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Stela"})


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people.counsellor)


def sent(browser, url=NEW, **facts):
    """Send the form as the page shows it, with some facts changed; `r1__note` stands for the field r1-note."""
    data = {name.replace("__", "-"): value for name, value in facts.items()}
    data = filled(browser, url) | {"mode": "telefon"} | data
    return browser.post(url, {name: value for name, value in data.items() if value is not None})


def told(answer, field):
    assert answer.status_code == 200
    return " ".join(map(str, answer.context["form"].errors.get(field, ())))


# --- from an appointment, from a notice ----------------------------------------------------------------


def test_an_appointment_fills_the_form_and_is_logged_with_the_session(browser, case, people):
    (appointment,) = make_appointment(
        starts_at=timezone.now() - datetime.timedelta(hours=2),
        mode="begleitung",
        minutes=40,
        place="Bank",
        mediation_language="bg",
        case=case,
        by=people.counsellor,
    )
    url = f"{NEW}?termin={appointment.pk}"
    data = filled(browser, url) | {"accompaniment": "bank"}
    answer = browser.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    session = CounsellingSession.objects.get()
    appointment.refresh_from_db()
    assert appointment.session == session
    assert (session.case, session.mode, session.minutes, session.place) == (case, "begleitung", 40, "Bank")
    assert (session.mediation_language, session.started_at) == (
        "bg",
        appointment.starts_at.replace(second=0, microsecond=0),
    )
    assert browser.get(url).headers["Location"] == reverse(
        "cases:session_detail", kwargs={"pk": case.pk, "session": session.pk}
    )
    assert browser.post(url, data).status_code == 302  # the second click
    assert CounsellingSession.objects.count() == 1


def test_an_appointment_is_logged_with_the_one_it_was_agreed_with(browser, case, other, people):
    (appointment,) = make_appointment(starts_at=timezone.now(), mode="telefon", case=case, by=people.counsellor)
    answer = sent(browser, f"{NEW}?termin={appointment.pk}", case=str(other.pk))
    assert told(answer, "__all__") == "Der Termin war mit einer anderen Person vereinbart. Bitte nennen Sie auch diese."
    assert sent(browser, f"{NEW}?termin={appointment.pk}", case=str(other.pk), r1__case=str(case.pk)).status_code == 302
    appointment.refresh_from_db()
    assert appointment.session == case.sessions.get()


def test_a_notice_fills_the_form_and_is_settled_into_the_case_one_picks(browser, case, people):
    notice = leave_notice(
        recipient=people.counsellor,
        text="Brief vom Amt dabei, wollte nicht warten.",
        by=people.outreach,
        minutes=15,
        who="Mara",
    )
    url = f"{NEW}?hinweis={notice.pk}"
    page = browser.get(url)
    assert page.context["form"]["note"].value() == "Brief vom Amt dabei, wollte nicht warten."
    assert [card.pseudonym for card in page.context["cards"]] == ["Mara"]  # named in it, and a case of hers
    assert browser.post(url, filled(browser, url) | {"case": str(case.pk)}).status_code == 302
    notice.refresh_from_db()
    session = CounsellingSession.objects.get()
    assert (notice.result, notice.case) == (NoticeResult.SESSION, case)
    assert (session.minutes, session.mode, session.note) == (15, "persoenlich_stelle", notice.text)


@pytest.mark.parametrize(
    ("sender", "minutes", "who", "held_by"),
    [("colleague", 15, "", "colleague"), ("colleague", None, "", "counsellor"), ("outreach", 15, "", "counsellor")],
)
def test_what_a_colleague_counselled_counts_as_hers_and_else_as_mine(
    browser, case, people, sender, minutes, who, held_by
):
    notice = leave_notice(recipient=people.counsellor, text="A", by=people.by_name[sender], minutes=minutes, who=who)
    url = f"{NEW}?hinweis={notice.pk}"
    page = browser.get(url)
    assert "Gespräch geführt von" in page.content.decode()
    assert not page.context["cards"]
    assert browser.post(url, filled(browser, url) | {"case": str(case.pk), "mode": "telefon"}).status_code == 302
    session = CounsellingSession.objects.get()
    assert (session.counsellor, session.created_by) == (people.by_name[held_by], people.counsellor)


def test_who_held_the_talk_can_be_chosen_and_is_mine_without_a_notice(browser, case, people):
    notice = leave_notice(recipient=people.counsellor, text="A", by=people.colleague, minutes=15)
    sent(browser, f"{NEW}?hinweis={notice.pk}", case=str(case.pk), held_by="me")
    sent(browser, case=str(case.pk), held_by="sender")
    assert {one.counsellor for one in CounsellingSession.objects.all()} == {people.counsellor}
    assert "Gespräch geführt von" not in browser.get(NEW).content.decode()


@pytest.mark.parametrize(("who", "named"), [("MARÁ", "Mara"), ("Mar", ""), ("Stela", ""), ("", "")])
def test_a_notice_chooses_the_one_own_client_who_is_called_so(browser, case, people, who, named):
    for _ in range(2):
        make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Stela"})
    notice = leave_notice(recipient=people.counsellor, text="A", by=people.outreach, who=who)
    cards = browser.get(f"{NEW}?hinweis={notice.pk}").context["cards"]
    assert "".join(card.pseudonym for card in cards) == named


def agreed(case, by, **ago):
    moment = timezone.now() - datetime.timedelta(**ago)
    return make_appointment(starts_at=moment, mode="telefon", case=case, by=by)[0]


def test_the_appointment_of_these_days_is_offered_with_the_client_and_logged(browser, case, other, people):
    one, two = agreed(case, people.counsellor, minutes=1), agreed(other, people.counsellor, days=1)
    agreed(case, people.counsellor, days=1)
    for each, appointment in ((case, one), (other, two)):
        page = browser.get(reverse("cases:session_side", kwargs={"pk": each.pk})).content.decode()
        assert "gehört zum Termin" in page
        assert f'value="{appointment.pk}" checked' in page
    sent(browser, case=str(case.pk), r1__case=str(other.pk), appointments=[str(one.pk), str(two.pk)])
    for each, appointment in ((case, one), (other, two)):
        appointment.refresh_from_db()
        assert appointment.session == each.sessions.get()


def test_an_appointment_long_over_or_logged_or_called_off_or_of_tomorrow_is_not_offered(case, people):
    agreed(case, people.counsellor, days=3)
    agreed(case, people.counsellor, days=-1)
    cancel_appointment(appointment=agreed(case, people.counsellor, minutes=5), by=people.counsellor)
    logged = agreed(case, people.counsellor, minutes=5)
    log_appointment(appointment=logged, session=make_session(case), by=people.counsellor)
    assert client_card(case).appointment is None


def test_only_appointments_of_the_chosen_clients_are_logged_and_one_of_each(browser, case, other, people):
    mine, foreign = agreed(case, people.counsellor, minutes=1), agreed(other, people.counsellor, minutes=1)
    sent(browser, case=str(case.pk), appointments=[str(mine.pk), str(foreign.pk), "x"])
    foreign.refresh_from_db()
    assert foreign.session is None
    two = [str(agreed(case, people.counsellor, minutes=n).pk) for n in (1, 2)]
    assert "Zwei Termine derselben Person" in told(sent(browser, case=str(case.pk), appointments=two), "__all__")
    assert CounsellingSession.objects.count() == 1


def test_a_notice_that_was_settled_meanwhile_is_told_and_nothing_is_logged(browser, case, people):
    notice = leave_notice(recipient=people.counsellor, text="Kurz da.", by=people.colleague)
    url = f"{NEW}?hinweis={notice.pk}"
    data = filled(browser, url) | {"case": str(case.pk)}
    settle_notice(notice=notice, result=NoticeResult.DISCARDED, by=people.counsellor)
    assert "inzwischen erledigt" in told(browser.post(url, data), "__all__")
    assert not CounsellingSession.objects.exists()


@pytest.mark.parametrize("kind", ["termin", "hinweis", "fall"])
def test_what_is_not_hers_answers_like_what_does_not_exist(browser, case, people, kind):
    foreign = {
        "termin": lambda: make_appointment(
            starts_at=timezone.now(), mode="telefon", case=make_case(counsellor=people.colleague), by=people.colleague
        )[0],
        "hinweis": lambda: leave_notice(recipient=people.colleague, text="A", by=people.counsellor),
        "fall": lambda: make_case(counsellor=people.colleague),
    }[kind]()
    answers = [browser.get(NEW, {kind: pk}).status_code for pk in (foreign.pk, uuid.uuid4(), "x")]
    assert answers == [404, 404, 404]
    if kind != "fall":
        name = {"termin": "appointment", "hinweis": "notice"}[kind]
        assert told(sent(browser, case=str(case.pk), **{name: str(foreign.pk)}), "__all__")
    assert not CounsellingSession.objects.exists()
    assert not Notice.objects.exclude(settled_at=None).exists()
