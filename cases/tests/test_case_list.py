"""Lists of cases: filters, what stands in a row and for whom, the way back, long lists, what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries import case_list as list_queries
from cases.queries.case_list import case_rows
from cases.services.appointment import cancel_appointment, make_appointment
from cases.services.case import close_case, set_co_counsellors, set_phases
from cases.services.client import add_language
from cases.services.path import start_pause
from cases.services.task import add_task, settle_task
from umstieg.audit.models import AuditedCase, AuditEvent
from umstieg.core import pages
from umstieg.testing.make import make_case, make_session, make_site

pytestmark = pytest.mark.django_db

LIST, TEAM, SEARCH = reverse("cases:list"), reverse("desk:team"), reverse("cases:search")


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def named(people, *names, **facts):
    facts.setdefault("opened_on", day(-10))
    return [make_case(counsellor=people.counsellor, client_facts={"pseudonym": name}, **facts) for name in names]


def shown(answer):
    assert answer.status_code == 200
    return [row.pseudonym for row in answer.context["rows"]]


# --- filters ------------------------------------------------------------------------------------------


def test_ones_own_list_narrows_by_site_by_ones_part_by_pause_and_by_long_without_contact(people, sign_in):
    mine, quiet, paused = named(people, "Mein", "Still", "Pause")
    Case.objects.filter(pk=quiet.pk).update(opened_on=day(-90))
    start_pause(case=paused, by=people.counsellor)
    site = make_site()
    shared = make_case(counsellor=people.colleague, site=site, opened_on=day(-5), client_facts={"pseudonym": "Geteilt"})
    set_co_counsellors(case=shared, users=[people.counsellor], by=people.colleague)
    browser = sign_in(people.counsellor)
    for asked, expected in (
        ({}, {"Mein", "Still", "Pause", "Geteilt"}),
        ({"role": "contact"}, {"Mein", "Still", "Pause"}),
        ({"role": "co"}, {"Geteilt"}),
        ({"site": site.pk}, {"Geteilt"}),
        ({"sign": "paused"}, {"Pause"}),
        ({"sign": "quiet"}, {"Still"}),
        ({"sign": "quiet", "role": "co"}, set()),
    ):
        assert set(shown(browser.get(LIST, asked))) == expected, asked


def test_the_lead_s_list_narrows_by_contact_person(people, sign_in):
    named(people, "Amsel")
    make_case(counsellor=people.colleague, client_facts={"pseudonym": "Fink"})
    browser = sign_in(people.lead)
    answer = browser.get(TEAM, {"person": people.colleague.pk})
    assert shown(answer) == ["Fink"]
    assert {name for _pk, name in answer.context["choice"].people} == {"Jana Lorenz", "Emre Tan"}
    assert set(shown(browser.get(TEAM, {"person": people.stranger.pk}))) == {"Amsel", "Fink"}  # nobody of the team


def test_what_is_not_among_the_facts_narrows_no_lead_s_list(people, sign_in):
    """Whether somebody pauses would be told by the filter."""
    first, _second = named(people, "Amsel", "Fink")
    start_pause(case=first, by=people.counsellor)
    assert len(shown(sign_in(people.lead).get(TEAM, {"sign": "paused"}))) == 2


def test_ones_list_sorts_by_what_is_due_next_of_tasks_and_appointments(people, sign_in):
    first, second, third, fourth = named(people, "Ohne", "Aufgabe", "Termin", "Zu")
    add_task(text="x", case=second, due_on=day(2), by=people.counsellor)
    make_appointment(starts_at=in_days(1), mode="telefon", case=third, by=people.counsellor)
    add_task(text="x", case=fourth, due_on=day(0), by=people.counsellor)
    close_case(case=fourth, reason="umzug", by=people.counsellor)
    asked = {"sort": "due", "state": "all"}
    assert shown(sign_in(people.counsellor).get(LIST, asked)) == ["Termin", "Aufgabe", "Ohne", "Zu"]


def test_what_is_due_next_is_a_task_of_the_same_case(people, sign_in):
    first, second = named(people, "Früher", "Später")
    for case, days in ((first, 1), (second, 5)):
        add_task(text="x", case=case, due_on=day(days), by=people.counsellor)
    assert shown(sign_in(people.counsellor).get(LIST, {"sort": "due"})) == ["Früher", "Später"]


# --- a row ------------------------------------------------------------------------------------------------


def test_a_row_tells_the_day_of_the_next_appointment_and_how_many_tasks_are_overdue(people):
    (case,) = named(people, "Amsel")
    cancelled = make_appointment(starts_at=in_days(1), mode="telefon", case=case, by=people.counsellor)[0]
    cancel_appointment(appointment=cancelled, by=people.counsellor)
    make_appointment(starts_at=in_days(3), mode="telefon", title="Bank", case=case, by=people.counsellor)
    for days in (-2, -1, 0, 1):
        add_task(text="x", case=case, due_on=day(days), by=people.counsellor)
    settle_task(task=add_task(text="x", case=case, due_on=day(-3), by=people.counsellor), by=people.counsellor)
    (row,) = case_rows(Case.objects.all())[1]
    assert f"{timezone.localtime(in_days(3)):%d.%m.}" in row.next_appointment
    assert row.overdue == 2


def test_the_lead_reads_neither_the_text_of_a_task_nor_a_pause_nor_why_a_case_was_closed(people, sign_in):
    case, closed = named(people, "Amsel", "Fink")
    start_pause(case=case, kind="ABROAD", by=people.counsellor)
    add_task(text="Anwältin anrufen", case=case, due_on=day(-1), by=people.counsellor)
    close_case(case=closed, reason="umzug", by=people.counsellor)
    own = sign_in(people.counsellor).get(LIST, {"state": "all"}).content.decode()
    led = sign_in(people.lead).get(TEAM, {"state": "all"}).content.decode()
    for word in ("Ausland", "Umzug"):
        assert word in own
        assert word not in led
    assert "1 Aufgabe überfällig" in led
    assert "Anwältin" not in led + own


def test_closed_cases_stand_last_dimmed_with_day_and_reason_also_in_the_search(people, sign_in):
    first, second, third = named(people, "Amsel Ä", "Amsel B", "Amsel C")
    close_case(case=first, reason="umzug", by=people.counsellor)
    browser = sign_in(people.counsellor)
    for sort in ("contact", "due", "number", "pseudonym"):
        answer = browser.get(LIST, {"state": "all", "sort": sort})
        assert shown(answer)[-1] == "Amsel Ä"
    browser.post(SEARCH, {"q": "amsel"})
    answer = browser.get(SEARCH)
    assert shown(answer) == ["Amsel B", "Amsel C", "Amsel Ä"]
    assert 'class="dim"' in answer.content.decode()
    assert "Umzug" in answer.content.decode()
    lead = sign_in(people.lead)
    lead.post(SEARCH, {"q": "amsel"})
    answer = lead.get(SEARCH)
    assert shown(answer) == ["Amsel B", "Amsel C", "Amsel Ä"]
    assert "Umzug" not in answer.content.decode()


def test_the_log_says_of_which_cases_more_than_the_facts_was_shown(people, sign_in):
    running, closed = named(people, "Amsel", "Fink")
    close_case(case=closed, reason="umzug", by=people.counsellor)
    sign_in(people.counsellor).get(LIST, {"state": "all"})
    seen = AuditedCase.objects.filter(seq=AuditEvent.objects.latest("seq").seq).values_list("case_number", "part")
    assert set(seen) == {(running.number, "RESTRICTED"), (closed.number, "NOTES")}


def test_nothing_found_says_what_was_searched(people, sign_in):
    browser = sign_in(people.counsellor)
    browser.post(SEARCH, {"q": "Nirgends <b>"})
    page = browser.get(SEARCH).content.decode()
    assert "Nichts gefunden zu „Nirgends &lt;b&gt;“" in page
    assert "Nummer, Telefon, Codewort, Namen und Pseudonym" in page
    lead = sign_in(people.lead)
    lead.post(SEARCH, {"q": "Nirgends"})
    assert "Gesucht in Nummer und Pseudonym" in lead.get(SEARCH).content.decode()


# --- the way back ---------------------------------------------------------------------------------------------


def test_a_file_leads_back_to_the_list_as_it_was_and_to_the_row(people, sign_in):
    named(people, *(f"Amsel {number}" for number in range(30)))
    browser = sign_in(people.counsellor)
    answer = browser.get(LIST, {"page": "2", "sort": "number", "state": "all", "unknown": "x", "phase": "?"})
    row = answer.context["rows"][0]
    assert f'id="f-{row.id}"' in answer.content.decode()
    file = browser.get(reverse("cases:detail", args=[row.id])).content.decode()
    assert f"{LIST}?state=all&amp;sort=number&amp;page=2#f-{row.id}" in file


def test_a_file_leads_back_to_the_search_and_to_the_team_with_their_names(people, sign_in):
    (case,) = named(people, "Amsel")
    lead = sign_in(people.lead)
    lead.get(TEAM, {"person": people.counsellor.pk})
    assert (
        f"{TEAM}?person={people.counsellor.pk}#f-" in lead.get(reverse("cases:detail", args=[case.pk])).content.decode()
    )
    lead.post(SEARCH, {"q": "amsel"})
    lead.get(SEARCH)
    assert f'href="{SEARCH}#f-' in lead.get(reverse("cases:detail", args=[case.pk])).content.decode()


def test_who_opens_a_file_first_is_led_to_the_list_of_her_role(people, sign_in):
    (case,) = named(people, "Amsel")
    for user, place in ((people.counsellor, LIST), (people.lead, TEAM)):
        browser = sign_in(user)
        session = browser.session
        session["last_list"] = ["account_logout", "next=//evil.example"]
        session.save()
        page = browser.get(reverse("cases:detail", args=[case.pk])).content.decode()
        assert f'href="{place}#f-' in page
        assert "evil" not in page


# --- long lists -----------------------------------------------------------------------------------------------


def test_nobody_counts_beyond_the_cap_and_pages_end_there(people, sign_in, monkeypatch):
    monkeypatch.setattr(pages, "CAP", 50)
    monkeypatch.setattr(list_queries, "CAP", 50)
    named(people, *(f"Amsel {number:02d}" for number in range(52)))
    answer = sign_in(people.counsellor).get(LIST, {"page": "99", "sort": "pseudonym"})
    assert answer.context["page"].number == 2
    assert "50+" in answer.content.decode()
    assert "By pseudonym" not in answer.content.decode()
    with CaptureQueriesContext(connection) as queries:
        case_rows(Case.objects.visible_to(people.lead))
    assert any("LIMIT 51" in row["sql"] for row in queries)


# --- what it costs ----------------------------------------------------------------------------------------------


def fill(people, count):
    for case in named(people, *(f"Amsel {number}" for number in range(count)), opened_on=day(-90)):
        add_language(client=case.client, by=people.counsellor, language="bg", needs_mediation=True)
        make_session(case, started_at=in_days(-70))
        set_phases(case=case, phases=["JOB_SEARCH", "ORIENTATION"], by=people.counsellor)
        add_task(text="x", case=case, due_on=day(-1), by=people.counsellor)
        make_appointment(starts_at=in_days(3), mode="telefon", case=case, by=people.counsellor)
        other = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Fink"}, opened_on=day(-90))
        start_pause(case=other, by=people.counsellor)


@pytest.mark.parametrize("sort", ["contact", "due", "number", "pseudonym"])
@pytest.mark.parametrize("who", ["counsellor", "lead"])
def test_a_list_costs_the_same_with_one_row_and_with_twenty_five_and_at_most_14(people, sign_in, who, sort):
    browser, address = sign_in(people.by_name[who]), {"counsellor": LIST, "lead": TEAM}[who]

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address, {"sort": sort, "sign": "quiet"}).status_code == 200
        return [row["sql"] for row in queries if "SAVEPOINT" not in row["sql"]]

    fill(people, 1)
    one = statements()
    fill(people, 24)
    many = statements()
    assert len(many) == len(one) <= 14, "\n".join(sql[:200] for sql in many)


def test_the_search_costs_the_same_with_one_hit_and_with_twenty_five(people, sign_in):
    browser = sign_in(people.counsellor)

    def statements():
        browser.post(SEARCH, {"q": "amsel"})
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(SEARCH).context["rows"]
        return len([row for row in queries if "SAVEPOINT" not in row["sql"]])

    fill(people, 1)
    one = statements()
    fill(people, 24)
    assert statements() == one
