"""Keeping what stands beside the tips: the rule of the house, what has helped here, the checklists of the centre."""

from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.saving import check_and_save, set_facts

from .anonymous import must_name_nobody
from .models import LONGEST_ITEM, MOST_ITEMS, ChecklistTemplate, HelpedHere, HouseRule


def keep_house_rule(*, tip, text, by) -> HouseRule | None:
    """From now on the house goes about a tip so; an empty text ends the rule. The wording of before stays readable."""
    with act("house_rule.kept", by=by, object_id=tip.row):
        text = text.strip()
        held = HouseRule.objects.select_for_update().filter(tip=tip.row, ended_at=None).first()
        if held and held.text == text:
            return held
        now = timezone.now()
        if held:
            held.ended_at = now
            check_and_save(held, only=["ended_at"])
        if not text:
            return None
        rule = HouseRule(tip=tip.row, text=text, kept_at=now, kept_by=by)
        check_and_save(rule)
    return rule


def note_helped(*, tip, text, by) -> HelpedHere:
    """A short experience that everybody reads; what could lead to a person is refused."""
    with act("helped_here.noted", by=by, object_id=tip.row):
        must_name_nobody(text, field="text")
        noted = HelpedHere(tip=tip.row, text=text, noted_by=by)
        check_and_save(noted)
    return noted


def take_back_helped(*, helped, by) -> None:
    """Gone for good: perhaps it did name somebody."""
    with act("helped_here.taken_back", by=by, object_id=helped.tip):
        helped.delete()


def add_checklist(*, title, items, by, theme="") -> ChecklistTemplate:
    """A list of the centre's own; `items` in their order."""
    with act("checklist.added", by=by) as done:
        template = ChecklistTemplate(title=title, theme=theme, items=_checked(items))
        check_and_save(template)
        done.object_id = str(template.pk)
    return template


def change_checklist(*, template, by, **facts) -> ChecklistTemplate:
    """`facts`: title, theme, items. What was started from it in a case stays as it is."""
    with act("checklist.changed", by=by, object_id=template.pk):
        template = ChecklistTemplate.objects.select_for_update().get(pk=template.pk)
        if "items" in facts:
            facts["items"] = _checked(facts["items"])
        if changed := set_facts(template, facts):
            check_and_save(template, only=changed)
    return template


def retire_checklist(*, template, by) -> None:
    """Offered no more; nothing that was started from it changes."""
    with act("checklist.retired", by=by, object_id=template.pk):
        template = ChecklistTemplate.objects.select_for_update().get(pk=template.pk)
        template.retired_on = template.retired_on or timezone.localdate()
        check_and_save(template, only=["retired_on"])


def restore_checklist(*, template, by) -> None:
    with act("checklist.restored", by=by, object_id=template.pk):
        template = ChecklistTemplate.objects.select_for_update().get(pk=template.pk)
        template.retired_on = None
        check_and_save(template, only=["retired_on"])


def _checked(items) -> list[str]:
    """The lines without blanks around them and without empty ones."""
    lines = [line for item in items if (line := " ".join(item.split()))]
    if not lines:
        raise DomainError(_("A checklist needs at least one point."), field="items")
    if len(lines) > MOST_ITEMS:
        raise DomainError(_("At most %(number)s points.") % {"number": MOST_ITEMS}, field="items")
    if any(len(line) > LONGEST_ITEM for line in lines):
        raise DomainError(_("A point has at most %(number)s letters.") % {"number": LONGEST_ITEM}, field="items")
    return lines
