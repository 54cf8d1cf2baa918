"""Checklists of a case: a copy of the centre's, ticked off, changed, put away, protected with their theme."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.enums import ItemState, LeadCause
from cases.models import Checklist, ChecklistItem, Task
from cases.queries.checklist import checklists_room
from cases.services.case import close_case
from cases.services.checklist import (
    add_item,
    change_item,
    move_item,
    put_away,
    remove_item,
    settle_item,
    start_checklist,
    take_back,
)
from cases.services.grant import open_restricted, open_with_reason
from umstieg.access.enums import Part
from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.guide.enums import Theme
from umstieg.guide.loading import delivered, load_checklists
from umstieg.guide.models import ChecklistTemplate
from umstieg.guide.services import add_checklist, change_checklist, restore_checklist, retire_checklist
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
POINTS = ["Ausweis", "Postanschrift", "Formular"]


@pytest.fixture
def case(people):
    return make_case(counsellor=people.counsellor)


@pytest.fixture
def checklist(people, case):
    return start_checklist(case=case, title="Basiskonto", theme=Theme.ACCOUNT, items=POINTS, by=people.counsellor)


def texts(checklist):
    return [item.text for item in checklist.items.all()]


def room_of(case):
    return reverse("cases:checklists", args=[case.pk])


def last_event():
    return AuditEvent.objects.order_by("-seq").first().event


# --- the lists of the centre ---------------------------------------------------------------------------


@pytest.mark.guide("122-17")
def test_the_product_brings_lists_for_benefits_account_insurance_address_flat_tax_id_and_job():
    held = {one.theme: one for one in ChecklistTemplate.objects.offered()}
    assert {"BENEFITS", "ACCOUNT", "INSURANCE", "REGISTERED_ADDRESS", "FLAT", "TAX_ID", "WORK", "BUDGET"} <= held.keys()
    assert all(5 <= len(one.items) <= 12 for one in held.values())
    assert load_checklists() == 0


def test_what_a_centre_changed_or_retired_is_not_brought_in_again(people):
    account = ChecklistTemplate.objects.get(key="basiskonto")
    change_checklist(template=account, title="Konto bei der Sparkasse", items=["Ausweis"], by=people.lead)
    retire_checklist(template=ChecklistTemplate.objects.get(key="steuer_id"), by=people.admin)
    assert load_checklists() == 0
    account.refresh_from_db()
    assert (account.title, account.items) == ("Konto bei der Sparkasse", ["Ausweis"])
    assert ChecklistTemplate.objects.offered().count() == len(delivered()) - 1


def test_a_title_is_offered_once(people):
    with pytest.raises(DomainError) as refused:
        add_checklist(title="Basiskonto eröffnen", items=["Ausweis"], by=people.lead)
    assert refused.value.field == "title"
    held = ChecklistTemplate.objects.get(key="basiskonto")
    retire_checklist(template=held, by=people.lead)
    add_checklist(title="Basiskonto eröffnen", items=["Ausweis"], by=people.lead)
    with pytest.raises(DomainError):
        restore_checklist(template=held, by=people.lead)


@pytest.mark.parametrize("items", [[], ["", "  "], ["x"] * 41, ["x" * 201]])
def test_a_list_has_some_points_and_not_too_many(people, items):
    with pytest.raises(DomainError) as refused:
        add_checklist(title="Neu", items=items, by=people.lead)
    assert refused.value.field == "items"


def test_a_lead_writes_a_list_line_by_line(people, sign_in):
    browser, address = sign_in(people.lead), reverse("guide:checklist_create")
    typed = {"title": "Kita anmelden", "theme": "DAILY_LIFE", "items": "Geburtsurkunde\n\n  Impfausweis \n"}
    assert browser.post(address, filled(browser, address, **typed)).status_code == 302
    made = ChecklistTemplate.objects.get(title="Kita anmelden")
    assert made.items == ["Geburtsurkunde", "Impfausweis"]
    assert "Kita anmelden" in Browser(people.counsellor).ask("GET", reverse("guide:checklists")).body
    assert Browser(people.counsellor).ask("GET", reverse("guide:checklist_change", args=[made.pk])).status == 403


# --- in a case -----------------------------------------------------------------------------------------


@pytest.mark.guide("122-05", "122-17")
def test_a_list_is_started_from_the_theme_ticked_off_and_a_point_becomes_a_step(people, case, sign_in):
    browser, theme = sign_in(people.counsellor), reverse("cases:theme", args=[case.pk, Theme.ACCOUNT.number])
    template = ChecklistTemplate.objects.get(key="basiskonto")
    assert f'value="{template.pk}"' in browser.get(theme).content.decode()
    started = browser.post(reverse("cases:checklist_copy", args=[case.pk]), {"template": template.pk})
    held = Checklist.objects.get(case=case)
    assert started["Location"] == f"{room_of(case)}#liste-{held.pk}"
    assert texts(held) == template.items
    first, second = held.items.all()[:2]
    browser.post(reverse("cases:checklist_item_settle", args=[case.pk, first.pk]), {"state": "DONE"})
    browser.post(reverse("cases:checklist_item_settle", args=[case.pk, second.pk]), {"state": "NOT_NEEDED"})
    first.refresh_from_db()
    assert (first.state, first.settled_on, first.settled_by) == (
        ItemState.DONE,
        timezone.localdate(),
        people.counsellor,
    )
    card = checklists_room(case, Part.WORK)["lists"][0]
    assert (card.settled, len(card.points), card.is_finished) == (2, len(template.items), False)
    step = reverse("cases:next_step", args=[case.pk]) + f"?punkt={held.items.all()[2].pk}"
    assert browser.post(step, filled(browser, step))["Location"].startswith(room_of(case))
    assert Task.objects.get(case=case).text == template.items[2]
    assert "Basiskonto" in browser.get(theme).content.decode()


@pytest.mark.guide("121-01")
def test_what_was_explained_keeps_its_day_its_language_and_who(people, case):
    template = ChecklistTemplate.objects.get(key="sicherung_und_geld")
    held = start_checklist(
        case=case, title=template.title, theme=template.theme, items=template.items, by=people.counsellor
    )
    item = held.items.first()
    change_item(item=item, language="bg", by=people.counsellor)
    settle_item(item=item, state=ItemState.DONE, by=people.counsellor)
    (row, *_others) = checklists_room(case, Part.WORK)["lists"][0].points
    assert (row.language, row.who) == ("Bulgarisch", people.counsellor.name)
    assert row.settled


def test_a_list_of_her_own_needs_a_title(people, case, sign_in):
    browser, address = sign_in(people.counsellor), reverse("cases:checklist_start", args=[case.pk])
    assert "title" in browser.post(address, {"template": "", "title": ""}).context["form"].errors
    assert browser.post(address, {"title": "Umzug", "theme": "FLAT"}).status_code == 302
    assert Checklist.objects.get(case=case).theme == Theme.FLAT
    assert browser.post(address, {"template": "999999"}).status_code == 200


def test_points_are_added_renamed_moved_and_removed(people, case, checklist):
    by = people.counsellor
    added = add_item(checklist=checklist, text="Foto", by=by)
    move_item(item=added, by=by)
    move_item(item=checklist.items.first(), by=by)  # stays first
    move_item(item=checklist.items.first(), by=by, down=True)
    assert texts(checklist) == ["Postanschrift", "Ausweis", "Foto", "Formular"]
    change_item(item=added, text="Lichtbild", by=by)
    remove_item(item=checklist.items.last(), by=by)
    assert texts(checklist) == ["Postanschrift", "Ausweis", "Lichtbild"]
    assert last_event() == "case_checklist.item_removed"


def test_a_point_settled_twice_keeps_the_day_and_who_and_can_be_opened_again(people, checklist):
    item = checklist.items.first()
    settle_item(item=item, state=ItemState.DONE, by=people.counsellor)
    earlier = timezone.localdate() - datetime.timedelta(days=9)
    ChecklistItem.objects.filter(pk=item.pk).update(settled_on=earlier)
    settle_item(item=item, state=ItemState.DONE, by=people.colleague)
    item.refresh_from_db()
    assert (item.settled_on, item.settled_by) == (earlier, people.counsellor)
    settle_item(item=item, state=ItemState.OPEN, by=people.colleague)
    item.refresh_from_db()
    assert (item.settled_on, item.settled_by) == (None, None)


def test_a_list_is_put_away_and_taken_out_again_with_all_its_points(people, case, checklist, sign_in):
    browser = sign_in(people.counsellor)
    answer = browser.post(reverse("cases:checklist_put_away", args=[case.pk, checklist.pk]), follow=True)
    undo = reverse("cases:checklist_take_back", args=[case.pk, checklist.pk])
    assert undo in answer.content.decode()
    assert checklists_room(case, Part.WORK)["lists"] == []
    browser.post(undo)
    assert len(checklists_room(case, Part.WORK)["lists"][0].points) == 3
    put_away(checklist=checklist, by=people.counsellor)
    take_back(checklist=checklist, by=people.counsellor)
    assert last_event() == "case_checklist.taken_back"


def test_a_closed_case_keeps_its_lists_and_takes_no_tick(people, case, checklist):
    close_case(case=case, reason="umzug", by=people.counsellor)
    for write in (
        lambda: settle_item(item=checklist.items.first(), state=ItemState.DONE, by=people.counsellor),
        lambda: add_item(checklist=checklist, text="Foto", by=people.counsellor),
        lambda: put_away(checklist=checklist, by=people.counsellor),
    ):
        with pytest.raises(DomainError):
            write()
    assert "Postanschrift" in Browser(people.counsellor).ask("GET", room_of(case)).body


def test_neither_title_nor_theme_nor_point_lies_in_clear(case, checklist):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_checklist")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM cases_checklistitem")
        rows += str(cursor.fetchall())
    for word in ("Basiskonto", "ACCOUNT", "Ausweis"):
        assert word not in rows


def test_a_list_on_a_protected_theme_is_protected_too(people, case, checklist):
    start_checklist(case=case, title="Entgiftung", theme=Theme.ADDICTION, items=["Anruf"], by=people.counsellor)
    lead, room = Browser(people.lead), room_of(case)
    assert lead.ask("GET", room).status == 404
    open_with_reason(case=case, cause=LeadCause.QUALITY, reason="Kollegiale Fallberatung", by=people.lead)
    seen = lead.ask("GET", room).body
    assert "Postanschrift" in seen
    assert "Entgiftung" not in seen
    assert "besonders" in seen or "specially protected" in seen
    open_restricted(case=case, reason="Fragen zur Suchthilfe", by=people.lead)
    seen = Browser(people.lead).ask("GET", room).body
    assert "Entgiftung" in seen
    assert "check-btn" not in seen


def test_a_point_of_another_case_is_not_there(people, case, checklist):
    other = make_case(counsellor=people.counsellor)
    browser, item = Browser(people.counsellor), checklist.items.first()
    for name in ("checklist_item_change", "checklist_item_settle", "checklist_item_move", "checklist_item_remove"):
        assert browser.ask("POST", reverse(f"cases:{name}", args=[other.pk, item.pk])).status == 404
    assert browser.ask("POST", reverse("cases:checklist_put_away", args=[other.pk, checklist.pk])).status == 404
    step = browser.ask("GET", reverse("cases:next_step", args=[other.pk]) + f"?punkt={item.pk}")
    assert (step.status, "Ausweis" in step.body) == (200, False)


def test_the_room_costs_eight_statements_at_most_however_much_is_listed(people, case, checklist):
    browser = Browser(people.counsellor)
    browser.ask("GET", room_of(case))
    few = browser.ask("GET", room_of(case)).statements
    for number in range(5):
        start_checklist(case=case, title=f"Liste {number}", items=POINTS, by=people.counsellor)
    assert browser.ask("GET", room_of(case)).statements == few
    with_lists = len(reads(browser, room_of(case)))
    assert with_lists <= 8, with_lists


def reads(browser, address):
    """What the page asks of the product's own tables: neither session nor log."""
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    own = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    return [sql for sql in own if "audit" not in sql and "django_session" not in sql]
