"""Checklists of a case: started as a copy, then hers to change. Nothing on them is a condition of anything."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ItemState
from cases.models import Case, Checklist, ChecklistItem
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save, set_facts
from umstieg.guide.models import MOST_ITEMS

from .working import must_be_running


def start_checklist(*, case, title, by, theme="", items=()) -> Checklist:
    """A list of her own; `items` are its points in their order."""
    with act("case_checklist.started", by=by, object_id=case.pk) as done:
        must_be_running(case)
        done.about(case.number)
        checklist = Checklist(case=case, title=title, theme=theme, started_by=by)
        check_and_save(checklist)
        for place, text in enumerate(items):
            check_and_save(ChecklistItem(checklist=checklist, place=place, text=text))
    return checklist


def put_away(*, checklist, by) -> None:
    """Out of the way, with all its points."""
    _set_away(checklist, by, "case_checklist.put_away", timezone.now())


def take_back(*, checklist, by) -> None:
    """Undo that it was put away."""
    _set_away(checklist, by, "case_checklist.taken_back", None)


def _set_away(checklist, by, event, at):
    with act(event, by=by, object_id=checklist.case_id) as done:
        checklist = _locked(checklist.pk, done)
        if bool(checklist.put_away_at) != bool(at):
            checklist.put_away_at = at
            check_and_save(checklist, only=["put_away_at"])


def add_item(*, checklist, text, by) -> ChecklistItem:
    """One more point, at the end."""
    with act("case_checklist.item_added", by=by, object_id=checklist.case_id) as done:
        checklist = _locked(checklist.pk, done)
        places = list(checklist.items.values_list("place", flat=True))
        if len(places) >= MOST_ITEMS:
            raise DomainError(_("At most %(number)s points.") % {"number": MOST_ITEMS}, field="text")
        item = ChecklistItem(checklist=checklist, place=max(places, default=-1) + 1, text=text)
        check_and_save(item)
    return item


def change_item(*, item, by, **facts) -> ChecklistItem:
    """`facts`: text, language; what is not named stays."""
    with act("case_checklist.item_changed", by=by, object_id=item.checklist.case_id) as done:
        item = _item(item, done)
        if changed := set_facts(item, facts):
            check_and_save(item, only=changed)
    return item


def settle_item(*, item, state, by) -> ChecklistItem:
    """Done, not needed, or open again. What stands so already keeps its day and who it was."""
    with act("case_checklist.item_settled", by=by, object_id=item.checklist.case_id) as done:
        if state not in ItemState.values:
            raise DomainError(_("Please choose a state."), field="state")
        item = _item(item, done)
        if item.state != state:
            is_open = state == ItemState.OPEN
            item.state = state
            item.settled_on, item.settled_by = (None, None) if is_open else (timezone.localdate(), by)
            check_and_save(item, only=["state", "settled_on", "settled_by"])
    return item


def move_item(*, item, by, down=False) -> None:
    """One place towards the beginning of its list, or towards the end."""
    with act("case_checklist.item_moved", by=by, object_id=item.checklist.case_id) as done:
        checklist = _locked(item.checklist_id, done)
        items = list(checklist.items.select_for_update().order_by("place", "pk"))
        place = next(place for place, one in enumerate(items) if one.pk == item.pk)
        other = place + 1 if down else place - 1
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]
        for order, one in enumerate(items):
            if one.place != order:
                one.place = order
                check_and_save(one, only=["place"])


def remove_item(*, item, by) -> None:
    """Take away a point that does not belong here; one that is only not needed stays readable as such."""
    with act("case_checklist.item_removed", by=by, object_id=item.checklist.case_id) as done:
        _item(item, done).delete()


def _item(item, done) -> ChecklistItem:
    checklist = _locked(item.checklist_id, done)
    item = ChecklistItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.checklist = checklist
    return item


def _locked(pk, done) -> Checklist:
    """The list held until the end, so that two who work on it at once do not lose one of it."""
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=pk)
    checklist.case = Case.objects.get(pk=checklist.case_id)
    must_be_running(checklist.case)
    done.about(checklist.case.number)
    return checklist
