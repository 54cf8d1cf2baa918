"""Agreements with partners, and what we do with them."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import ActivityKind, ContactKind, Stage
from network.models import Activity, Agreement
from umstieg.audit.recording import act
from umstieg.core.drafts import drop_drafts_about
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts

from .organisation import locked, set_stage

A_YEAR = relativedelta(years=1)
EARLY = (Stage.IDENTIFIED, Stage.CONTACTED)
STAGE_AFTER = {  # what a first step makes of a cooperation that has not come further
    ActivityKind.FIRST_CONTACT: Stage.CONTACTED,
    ActivityKind.INTRODUCTION: Stage.INFORMED,
    ActivityKind.SENSITISATION: Stage.INFORMED,
    ActivityKind.TRAINING: Stage.INFORMED,
}


def make_agreement(*, organisation, title, by, **facts) -> Agreement:
    """Note who does what (24-08). Without a day it is looked through again after a year; the partner cooperates."""
    with act("agreement.made", by=by) as done:
        organisation = locked(organisation)
        agreement = Agreement(organisation=organisation, title=title, created_by=by, **facts)
        agreement.review_on = agreement.review_on or agreement.agreed_on + A_YEAR
        check_and_save(agreement)
        done.object_id = str(agreement.pk)
        if organisation.stage != Stage.COOPERATING:
            set_stage(organisation=organisation, stage=Stage.COOPERATING, by=by)
    return agreement


def change_agreement(*, agreement, by, seen=None, **facts) -> Agreement:
    with act("agreement.changed", by=by, object_id=agreement.pk):
        agreement = _locked(agreement)
        if changed := set_facts(agreement, still_to_change(agreement, facts, seen)):
            check_and_save(agreement, only=changed)
    return agreement


def review_agreement(*, agreement, by) -> Agreement:
    """Looked through today, it still holds; the next time is in a year."""
    with act("agreement.reviewed", by=by, object_id=agreement.pk):
        agreement = _locked(agreement)
        today = timezone.localdate()
        if changed := set_facts(agreement, {"reviewed_on": today, "review_on": today + A_YEAR}):
            check_and_save(agreement, only=changed)
    return agreement


def end_agreement(*, agreement, by) -> Agreement:
    with act("agreement.ended", by=by, object_id=agreement.pk):
        agreement = _locked(agreement)
        if not agreement.ended_on:
            agreement.ended_on = timezone.localdate()
            check_and_save(agreement, only=["ended_on"])
    return agreement


def resume_agreement(*, agreement, by) -> Agreement:
    """It was ended by mistake, or holds again."""
    with act("agreement.resumed", by=by, object_id=agreement.pk):
        agreement = _locked(agreement)
        if agreement.ended_on:
            agreement.ended_on = None
            check_and_save(agreement, only=["ended_on"])
    return agreement


def _locked(agreement):
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


# --- activities ----------------------------------------------------------------------------------------------


def note_activity(*, kind, by, organisations=(), volunteers=(), done_by=None, **facts) -> Activity:
    """Something done with partners. A first contact, an introduction or a training moves an early cooperation on."""
    with act("activity.noted", by=by) as done:
        activity = Activity(kind=kind, done_by=done_by or by, created_by=by, **facts)
        check_and_save(activity)
        done.object_id = str(activity.pk)
        _name(activity, organisations, volunteers)
        for organisation in organisations:
            _move_on(organisation, kind, by)
    return activity


def change_activity(*, activity, by, organisations=None, volunteers=None, **facts) -> Activity:
    with act("activity.changed", by=by, object_id=activity.pk):
        activity = Activity.objects.select_for_update().get(pk=activity.pk)
        if changed := set_facts(activity, facts):
            check_and_save(activity, only=changed)
        _name(activity, organisations, volunteers)
    return activity


def remove_activity(*, activity, by) -> None:
    """Noted by mistake."""
    with act("activity.removed", by=by, object_id=activity.pk):
        for found in Activity.objects.filter(pk=activity.pk):  # none where somebody else was quicker
            found.delete()
        drop_drafts_about(activity.pk)


def _name(activity, organisations, volunteers):
    if volunteers is not None:
        if any(person.kind != ContactKind.VOLUNTEER for person in volunteers):
            raise DomainError(_("Only volunteers are named here."), field="volunteers")
        activity.volunteers.set(volunteers)
    if organisations is not None:
        activity.organisations.set(organisations)


def _move_on(organisation, kind, by):
    after = STAGE_AFTER.get(kind)
    now = locked(organisation).stage
    if after and now in EARLY and now != after:
        set_stage(organisation=organisation, stage=after, by=by)
