"""The reflection sheet of guide 2.4: one for each topic (24-02)."""

from network.models import ReflectionSheet
from umstieg.audit.recording import act
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts


def write_sheet(*, topic, by, organisations=None, seen=None, **facts) -> ReflectionSheet:
    """Write on the sheet of a topic, new or there already."""
    with act("reflection.written", by=by) as done:
        sheet = ReflectionSheet.objects.select_for_update().filter(topic=topic).first()
        if sheet is None:
            sheet = ReflectionSheet(topic=topic, changed_by=by, **facts)
            check_and_save(sheet)
        elif changed := set_facts(sheet, {**still_to_change(sheet, facts, seen), "changed_by": by}):
            check_and_save(sheet, only=[*changed, "changed_at"])
        if organisations is not None:
            sheet.organisations.set(organisations)
        done.object_id = str(sheet.pk)
    return sheet
