"""Wishes and goals: noted as she says them, changed as often as life does, and looked at together again in time."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.enums import GoalState, WishState
from cases.models import Goal, GoalVersion, ReviewPlan, Wish
from cases.services.case import close_case
from cases.services.goal import (
    agree_on_goals,
    change_goal,
    change_wish,
    note_goal_state,
    note_wish,
    remove_goal,
    remove_wish,
    take_back,
)
from cases.services.review import plan_reviews
from cases.services.session import correct_session
from umstieg.agenda.intervals import months_later, working_day
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import ConflictError, DomainError
from umstieg.core.meanwhile import ChangedMeanwhile, opened_with
from umstieg.guide.enums import Theme
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
REVIEW = "evaluationsgespraech"


def ago(days):
    return TODAY() - datetime.timedelta(days=days)


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Ginster"})


@pytest.fixture
def agree(people, case):
    def _agree(title="Ein Konto eröffnen", *, parent=None, agreed_on=None, **facts):
        (goal,) = agree_on_goals(
            case=case, goals=[{"title": title, **facts}], parent=parent, agreed_on=agreed_on, by=people.counsellor
        )
        return goal

    return _agree


def last_event():
    return AuditEvent.objects.order_by("-seq").first().event


# --- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2100-01-31", 1, "2100-02-28"),
        ("2000-01-30", 1, "2000-02-29"),
        ("2026-08-31", 3, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-02-28", 3, "2026-05-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-10-15", 2, "2026-12-15"),
        ("2026-10-31", 0, "2026-10-31"),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_one_of_a_shorter_month(day, months, expected):
    assert months_later(datetime.date.fromisoformat(day), months).isoformat() == expected


def test_months_later_never_skips_a_month_and_never_goes_back():
    day = datetime.date(2023, 1, 1)
    while day.year < 2029:
        for months in range(1, 13):
            later = months_later(day, months)
            assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
            assert later.day <= day.day
        day += datetime.timedelta(days=1)


def test_a_weekend_gives_way_to_monday():
    friday = datetime.date(2026, 11, 27)
    days = [working_day(friday + datetime.timedelta(days=number)).isoformat() for number in range(4)]
    assert days == ["2026-11-27", "2026-11-30", "2026-11-30", "2026-11-30"]


# --- wishes ----------------------------------------------------------------------------------------


@pytest.mark.guide("122-01", "KP-5")
def test_a_wish_stands_in_her_own_words_and_may_come_true_or_end(people, case):
    wish = note_wish(case=case, text="Mit Pflanzen arbeiten, nicht nachts.", horizon="LATER", by=people.counsellor)
    note_wish(case=case, text="Ich kann gut mit Menschen.", kind="RESOURCE", by=people.counsellor)
    change_wish(wish=wish, state=WishState.NO_LONGER, by=people.counsellor)
    wish.refresh_from_db()
    assert (wish.text, wish.state, wish.state_on) == ("Mit Pflanzen arbeiten, nicht nachts.", "NO_LONGER", TODAY())
    change_wish(wish=wish, state=WishState.WISHED, by=people.counsellor)
    assert Wish.objects.get(pk=wish.pk).state_on is None
    remove_wish(wish=wish, by=people.counsellor)
    assert Wish.objects.count() == 1


def test_two_people_do_not_overwrite_each_others_words_of_a_wish(people, case):
    wish = note_wish(case=case, text="Ein Zimmer für mich", by=people.counsellor)
    seen = opened_with({"text": wish.text})
    change_wish(wish=wish, text="Eine Wohnung für mich", by=people.counsellor, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_wish(wish=wish, text="Ein Haus", by=people.counsellor, seen=seen)


# --- goals -----------------------------------------------------------------------------------------


@pytest.mark.guide("113-06")
def test_three_small_goals_are_agreed_on_at_a_stroke(people, case):
    titles = ("Pass abholen", "Konto eröffnen", "Zum Arzt gehen")
    agreed = agree_on_goals(case=case, goals=[{"title": one} for one in titles], by=people.counsellor)
    assert [(one.title, one.state, one.agreed_on) for one in agreed] == [(one, "OPEN", TODAY()) for one in titles]
    assert AuditEvent.objects.filter(event="goal.agreed").count() == 1


@pytest.mark.guide("113-06")
def test_a_step_leads_to_a_goal_of_the_same_case_and_has_no_steps_of_its_own(people, agree):
    goal = agree()
    step = agree("Ausweis mitnehmen", parent=goal)
    assert step.parent == goal
    with pytest.raises(DomainError):
        agree("Ausweis suchen", parent=step)
    other = make_case(counsellor=people.counsellor)
    with pytest.raises(DomainError):
        agree_on_goals(case=other, goals=[{"title": "Fremd"}], parent=goal, by=people.counsellor)


@pytest.mark.guide("114-06")
def test_other_words_need_a_reason_and_the_old_ones_stay_readable(people, agree):
    goal = agree(her_part="Ich gehe zur Bank")
    for facts in ({"title": "Ein Basiskonto"}, {"her_part": "Wir gehen zusammen"}, {"her_part": ""}):
        with pytest.raises(DomainError) as refused:
            change_goal(goal=goal, by=people.counsellor, **facts)
        assert refused.value.field == "reason"
    change_goal(goal=goal, title="Ein Basiskonto", reason="Die Bank hat nur das", by=people.counsellor)
    goal.refresh_from_db()
    assert (goal.title, goal.state, goal.version) == ("Ein Basiskonto", GoalState.ADJUSTED, 2)
    (before,) = goal.versions.all()
    assert (before.facts["title"], before.facts["state"]) == ("Ein Konto eröffnen", "OPEN")
    assert (before.reason, before.replaced_by) == ("Die Bank hat nur das", people.counsellor)


def test_what_was_left_open_is_filled_in_without_a_reason(people, agree):
    goal = agree()
    change_goal(
        goal=goal,
        her_part="Ich frage",
        theme=Theme.ACCOUNT,
        target_on=TODAY() + datetime.timedelta(9),
        by=goal.created_by,
    )
    goal.refresh_from_db()
    assert (goal.her_part, goal.state, goal.version) == ("Ich frage", GoalState.OPEN, 2)


def test_a_goal_that_stays_as_it_is_gets_no_version(people, agree):
    goal = agree()
    change_goal(goal=goal, title=goal.title, by=people.counsellor)
    note_goal_state(goal=goal, state="OPEN", by=people.counsellor)
    assert not GoalVersion.objects.exists()


@pytest.mark.guide("114-06", "114-07")
@pytest.mark.parametrize("state", ["ADJUSTED", "PAUSED", "DROPPED"])
def test_changed_paused_and_dropped_ask_for_a_reason(people, agree, state):
    goal = agree()
    with pytest.raises(DomainError) as refused:
        note_goal_state(goal=goal, state=state, reason="  ", by=people.counsellor)
    assert refused.value.field == "reason"
    note_goal_state(goal=goal, state=state, reason="Erst die Wohnung", by=people.counsellor)
    assert Goal.objects.get().state == state
    assert GoalVersion.objects.get().reason == "Erst die Wohnung"


def test_a_success_needs_no_reason_and_can_be_taken_back_at_once(people, agree):
    goal = agree()
    note_goal_state(goal=goal, state="IN_PROGRESS", by=people.counsellor)
    reached = note_goal_state(goal=goal, state="REACHED", by=people.counsellor)
    assert reached.version == 3
    take_back(goal=goal, version=kept(goal), by=people.counsellor)
    goal.refresh_from_db()
    assert (goal.state, goal.version, goal.versions.count()) == ("IN_PROGRESS", 2, 1)
    assert last_event() == "goal.taken_back"


def kept(goal) -> int:
    """The id of the row that keeps how a goal was before its last change."""
    return goal.versions.order_by("-version").values_list("pk", flat=True)[0]


def test_an_old_link_to_undo_takes_no_later_change_back(people, agree):
    goal = agree()
    note_goal_state(goal=goal, state="REACHED", by=people.counsellor)
    old = kept(goal)
    take_back(goal=goal, version=old, by=people.counsellor)
    note_goal_state(goal=goal, state="PAUSED", reason="Klinik", by=people.counsellor)
    with pytest.raises(ConflictError):
        take_back(goal=goal, version=old, by=people.counsellor)
    assert Goal.objects.get().state == "PAUSED"


def test_nothing_is_taken_back_twice_by_another_or_another_day(people, agree, monkeypatch):
    goal = agree()
    note_goal_state(goal=goal, state="IN_PROGRESS", by=people.counsellor)
    note_goal_state(goal=goal, state="REACHED", by=people.counsellor)
    last = kept(goal)
    with pytest.raises(ConflictError):
        take_back(goal=goal, version=last, by=people.colleague)
    monkeypatch.setattr("cases.services.goal._is_of_today", lambda at: False)
    with pytest.raises(ConflictError):
        take_back(goal=goal, version=last, by=people.counsellor)
    monkeypatch.undo()
    take_back(goal=goal, version=last, by=people.counsellor)
    with pytest.raises(ConflictError):  # a second click undoes nothing else
        take_back(goal=goal, version=last, by=people.counsellor)
    assert Goal.objects.get().state == "IN_PROGRESS"


def test_taking_back_brings_days_and_words_back(people, agree):
    goal = agree(agreed_on=ago(20), target_on=TODAY())
    change_goal(goal=goal, title="Anders", target_on=None, reason="Neu überlegt", by=people.counsellor)
    take_back(goal=goal, version=kept(goal), by=people.counsellor)
    goal.refresh_from_db()
    assert (goal.title, goal.target_on, goal.state_on, goal.state) == ("Ein Konto eröffnen", TODAY(), ago(20), "OPEN")


def test_a_goal_with_a_history_is_not_removed(people, agree):
    goal, other = agree(), agree("Versehen")
    remove_goal(goal=other, by=people.counsellor)
    agree("Schritt", parent=goal)
    with pytest.raises(DomainError):
        remove_goal(goal=goal, by=people.counsellor)
    assert Goal.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda goal, by: note_goal_state(goal=goal, state="GREAT", by=by), "state"),
        (
            lambda goal, by: note_goal_state(goal=goal, state="REACHED", on=TODAY() + datetime.timedelta(1), by=by),
            "state_on",
        ),
        (lambda goal, by: note_goal_state(goal=goal, state="REACHED", on=ago(1), by=by), "state_on"),
        (lambda goal, by: change_goal(goal=goal, target_on=ago(1), by=by), "target_on"),
        (lambda goal, by: change_goal(goal=goal, title="x" * 201, reason="x", by=by), "title"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(people, agree, change, field):
    goal = agree()
    with pytest.raises(DomainError) as refused:
        change(goal, people.counsellor)
    assert refused.value.field == field
    assert not GoalVersion.objects.exists()


def test_two_people_do_not_overwrite_each_others_words_of_a_goal(people, agree):
    goal = agree()
    seen = opened_with({"title": goal.title})
    change_goal(goal=goal, title="Neu", reason="x", by=people.counsellor, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_goal(goal=goal, title="Anders", reason="x", by=people.counsellor, seen=seen)


def test_in_a_closed_case_nothing_is_agreed_or_changed(people, case, agree):
    goal, wish = agree(), note_wish(case=case, text="Ruhe", by=people.counsellor)
    close_case(case=case, reason="umzug", by=people.counsellor)
    case.refresh_from_db()
    for act in (
        lambda: agree("Noch eins"),
        lambda: note_wish(case=case, text="Noch einer", by=people.counsellor),
        lambda: change_wish(wish=Wish.objects.get(), text="Anders", by=people.counsellor),
        lambda: remove_wish(wish=Wish.objects.get(pk=wish.pk), by=people.counsellor),
        lambda: note_goal_state(goal=goal, state="REACHED", by=people.counsellor),
        lambda: remove_goal(goal=goal, by=people.counsellor),
        lambda: plan_reviews(case=case, months=2, by=people.counsellor),
    ):
        with pytest.raises(DomainError):
            act()


def test_neither_words_nor_theme_nor_state_lie_in_clear(people, case, agree):
    goal = agree("Entzugsplatz", theme=Theme.ADDICTION, her_part="Nadeltausch")
    note_goal_state(goal=goal, state="PAUSED", reason="Rückfallwoche", by=people.counsellor)
    note_wish(case=case, text="Gärtnerei", by=people.counsellor)
    rows = ""
    with connection.cursor() as cursor:
        for table in ("cases_goal", "cases_goalversion", "cases_wish", "auditlog_logentry"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += str(cursor.fetchall())
    for word in ("Entzugsplatz", "ADDICTION", "Nadeltausch", "PAUSED", "Rückfallwoche", "Gärtnerei"):
        assert word not in rows


# --- looking at it together again --------------------------------------------------------------------


def plan_of(case):
    return ReviewPlan.objects.get(case=case)


@pytest.mark.guide("114-05")
def test_the_next_evaluation_talk_counts_from_the_last_one_or_else_from_the_first_goal(people, case, agree):
    agree(agreed_on=ago(40))
    agree("Später", agreed_on=ago(10))
    assert (plan_of(case).last_on, plan_of(case).due_on) == (ago(40), months_later(ago(40), 3))
    talk = make_session(case, setting=REVIEW, started_at=timezone.now() - datetime.timedelta(days=5))
    make_session(case, setting=REVIEW, result="NOT_HELD")
    make_session(case, setting="einzel")
    assert (plan_of(case).last_on, plan_of(case).due_on) == (ago(5), months_later(ago(5), 3))
    correct_session(session=talk, by=people.counsellor, version=1, setting="einzel")
    assert plan_of(case).last_on == ago(40)


@pytest.mark.guide("114-05")
def test_how_often_is_agreed_on_for_each_case_or_not_at_all(people, case, agree):
    plan_reviews(case=case, months=1, by=people.counsellor)
    assert plan_of(case).due_on is None  # there is nothing to look at yet
    agree(agreed_on=ago(20))
    assert plan_of(case).due_on == months_later(ago(20), 1)
    plan_reviews(case=case, months=None, by=people.counsellor)
    assert (plan_of(case).months, plan_of(case).due_on) == (None, None)
    agree("Noch eins")
    assert plan_of(case).months is None
    for months in (0, 13):
        with pytest.raises(DomainError):
            plan_reviews(case=case, months=months, by=people.counsellor)


def test_a_goal_that_was_entered_by_mistake_moves_no_talk(people, case, agree):
    remove_goal(goal=agree(agreed_on=ago(50)), by=people.counsellor)
    assert (plan_of(case).last_on, plan_of(case).due_on) == (None, None)
