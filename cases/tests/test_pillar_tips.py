"""The tips of the guide in the rooms of the situation: each with the rule of the house beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.queries.case_file import open_file
from cases.queries.health import health_room
from cases.queries.housing import housing_room
from cases.queries.interplay import interplay
from cases.queries.money import money_room
from cases.queries.residence import residence_room
from cases.queries.situation import pillar_card, states_of
from cases.services.situation import note_theme
from umstieg.access.enums import Part
from umstieg.guide.enums import Pillar, Theme, ThemeState
from umstieg.guide.facts import Facts
from umstieg.guide.queries import ruled_tips
from umstieg.guide.services import keep_house_rule
from umstieg.guide.tips import tips_of_pillar
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 8  # of what a room itself reads, beside who is signed in and the head of the file
ROOMS = {
    "money": (Pillar.MONEY, lambda case, **more: money_room(case, part=Part.WORK, **more)),
    "housing": (Pillar.HOUSING, housing_room),
    "health": (Pillar.HEALTH, health_room),
    "residence": (Pillar.RESIDENCE, residence_room),
}


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


def body(user, case, room):
    return Browser(user).ask("GET", reverse(f"cases:{room}", args=[case.pk])).body


@pytest.mark.parametrize("room", ROOMS)
def test_a_tip_of_a_room_stands_with_the_rule_of_the_house(people, case, room):
    tip, other = tips_of_pillar(ROOMS[room][0], Facts())[:2]
    keep_house_rule(tip=tip, text="Bei uns erst nach dem dritten Treffen", by=people.lead)
    keep_house_rule(tip=other, text="Früher so", by=people.lead)
    keep_house_rule(tip=other, text="", by=people.lead)
    page = body(people.counsellor, case, room)
    assert "So machen wir es hier" in page
    assert "Bei uns erst nach dem dritten Treffen" in page
    assert "Früher so" not in page


def test_what_is_tipped_for_the_theme_that_frees_the_most_has_its_rule_too(people, case):
    note_theme(case=case, theme=Theme.REGISTERED_ADDRESS, state=ThemeState.URGENT, by=people.counsellor)
    note_theme(case=case, theme=Theme.BENEFITS, state=ThemeState.UNCLEAR, by=people.counsellor)
    tips = interplay(open_file(people.counsellor, case.pk, Part.NOTES), Part.WORK).tips
    assert tips
    row = next(tip for tip in tips_of_pillar(Pillar.HOUSING, Facts()) if tip.row == tips[0].row)
    keep_house_rule(tip=row, text="Mit der Meldestelle vereinbart", by=people.lead)
    assert "Mit der Meldestelle vereinbart" in body(people.counsellor, case, "interplay")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reads_few_statements(people, case, room):
    pillar, read = ROOMS[room]
    opened, today = open_file(people.counsellor, case.pk, Part.NOTES), timezone.localdate()
    body(people.counsellor, case, room)  # the code lists are read once
    with CaptureQueriesContext(connection) as seen:
        facts = Facts(**read(opened, today=today)["facts"])
        pillar_card(states_of(opened, Part.WORK), Part.WORK, pillar, today=today)
        ruled_tips(tips_of_pillar(pillar, facts))
    assert len(seen) <= MOST_STATEMENTS
