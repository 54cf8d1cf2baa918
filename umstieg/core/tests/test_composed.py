"""A statement that was composed once answers like the queryset it came from, for everybody and on every day."""

import datetime
import uuid

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from cases.models import Appointment, Case, CounsellingSession
from cases.services.appointment import make_appointment
from umstieg.access.enums import Part
from umstieg.access.readers import Reader
from umstieg.core import composed
from umstieg.core.composed import Baked, ask, count
from umstieg.testing.make import make_case, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def composings(monkeypatch):
    """How often the ORM has composed a statement."""
    seen, real = [], SQLCompiler.as_sql

    def counted(self, *args, **kwargs):
        seen.append(self.query.model)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    return seen


def seen_by(user, part=Part.FACTS):
    """Numbers of the cases somebody sees, by a composed statement."""

    def build(reader):
        return (
            Case.objects.visible_to(Reader.like(user, reader), part).order_by("number").values_list("number", flat=True)
        )

    return ask(("seen", part, Reader.like(user)), build, reader=user.pk)


def test_everybody_sees_her_own_and_the_statement_is_composed_once_for_equal_rights(people, composings):
    for by in (people.counsellor, people.counsellor, people.colleague, people.stranger):
        make_case(counsellor=by)
    everybody = list(people.by_name.values())
    expected = [
        list(Case.objects.visible_to(one).order_by("number").values_list("number", flat=True)) for one in everybody
    ]
    assert [seen_by(one) for one in everybody] == expected
    assert {len(numbers) for numbers in expected} == {0, 1, 2, 3}
    del composings[:]
    assert [seen_by(one) for one in everybody] == expected
    assert Case not in composings


def test_objects_come_with_what_was_joined_annotated_and_encrypted(people, django_assert_num_queries):
    cases = [make_case(counsellor=people.counsellor, client_facts={"pseudonym": name}) for name in ("Amsel", "Birke")]
    for case in cases:
        with django_assert_num_queries(1):
            (found,) = ask(
                "a case",
                lambda pk: (
                    Case.objects.select_related("client", "team__site").annotate(short=F("number")).filter(pk=pk)
                ),
                pk=case.pk,
            )
            assert (found, found.client.pseudonym, found.short) == (case, case.client.pseudonym, case.number)
            assert found.team.site.pk == case.site_id
            assert found._state.adding is False


def test_moments_and_several_ids_are_filled_in(people):
    case, other = (make_case(counsellor=people.counsellor) for _ in range(2))
    now = timezone.now()
    for one in (case, other):
        make_session(one)
        make_appointment(starts_at=now + datetime.timedelta(hours=1), mode="telefon", case=one, by=people.counsellor)

    def coming(now):
        return Appointment.objects.filter(starts_at__gte=now).order_by("pk")

    assert len(ask("coming", coming, now=now)) == 2
    assert ask("coming", coming, now=now + datetime.timedelta(hours=2)) == []
    for ids in ((case.pk,), (case.pk, other.pk), (other.pk, uuid.uuid4()), ()):
        rows = ask("of", lambda ids: CounsellingSession.objects.filter(case_id__in=ids).values_list("case_id"), ids=ids)
        assert {pk for (pk,) in rows} == {pk for pk in ids if pk in (case.pk, other.pk)}


def test_rows_are_counted(people):
    for _ in range(3):
        make_case(counsellor=people.counsellor)

    def own(by):
        return Case.objects.filter(counsellor_id=by).values_list("pk")[:2]

    assert count("own", own, by=people.counsellor.pk) == 2
    assert count("own", own, by=people.colleague.pk) == 0


def test_without_rights_nothing_is_asked(people, django_assert_num_queries):
    seen_by(people.nobody)
    with django_assert_num_queries(0):
        assert seen_by(people.nobody) == []


def test_a_moment_that_would_stay_in_the_statement_is_refused(people):
    with pytest.raises(Baked):
        ask("stale", lambda by: Appointment.objects.filter(owner_id=by, starts_at__gte=timezone.now()), by=1)


def test_a_statement_of_yesterday_is_not_asked_today(people, monkeypatch, composings):
    day = timezone.localdate()
    seen_by(people.counsellor)
    monkeypatch.setattr(timezone, "localdate", lambda *args: day + datetime.timedelta(days=1))
    before = composings.count(Case)
    seen_by(people.counsellor)
    assert composings.count(Case) > before


def test_only_so_many_statements_are_kept(monkeypatch):
    monkeypatch.setattr(composed, "MOST", 3)
    for number in range(5):
        ask(("many", number), lambda by: Case.objects.filter(counsellor_id=by), by=1)
    assert len(composed._kept) == 3
    assert connection.vendor in str(composed._kept)
