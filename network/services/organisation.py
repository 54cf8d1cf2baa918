"""Partner organisations: added, changed, checked, ended, and who of us holds the relation."""

from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import Stage
from network.models import Liaison, Organisation, PartnerSite, StageChange
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts

from .terms import index_organisation

PLACE = ("address", "phone", "email", "hours", "hours_note", "accessibility")


def add_organisation(*, name, kind, by, stage=Stage.IDENTIFIED, since=None, **facts) -> Organisation:
    """A new partner, held by her who adds it. Facts of a place (address, phone, hours …) make its first place.

    `since` is the day from which it stands at this stage and is held (today).

    Raises DomainError for one of the same name and kind: two records of one partner would drift apart.
    """
    place, since = {key: facts.pop(key) for key in PLACE if key in facts}, since or timezone.localdate()
    with act("partner.added", by=by) as done:
        if Organisation.objects.living().filter(name=name.strip(), kind=kind).exists():
            raise DomainError(_("There is already a partner of this name and kind."), field="name")
        organisation = Organisation(name=name.strip(), kind=kind, stage=stage, created_by=by, **facts)
        check_and_save(organisation)
        done.object_id = str(organisation.pk)
        check_and_save(StageChange(organisation=organisation, stage=stage, since=since, noted_by=by))
        if any(value for key, value in place.items() if key != "accessibility") or _says_access(place):
            check_and_save(PartnerSite(organisation=organisation, **place))
        check_and_save(Liaison(organisation=organisation, user=by, since=since))
        index_organisation(organisation)
    return organisation


def _says_access(place):
    return place.get("accessibility", "UNKNOWN") != "UNKNOWN"


def change_organisation(*, organisation, by, seen=None, **facts) -> Organisation:
    """Change what is known of a partner; it counts as checked today. `seen`: what the form was opened with."""
    with act("partner.changed", by=by, object_id=organisation.pk):
        organisation = locked(organisation)
        facts = still_to_change(organisation, facts, seen)
        new = (facts.get("name", organisation.name), facts.get("kind", organisation.kind))
        twins = Organisation.objects.living().filter(name=new[0], kind=new[1]).exclude(pk=organisation.pk)
        if new != (organisation.name, organisation.kind) and twins.exists():
            raise DomainError(_("There is already a partner of this name and kind."), field="name")
        facts["checked_on"] = timezone.localdate()
        if changed := set_facts(organisation, facts):
            check_and_save(organisation, only=changed)
            index_organisation(organisation)
    return organisation


def confirm_organisation(*, organisation, by) -> Organisation:
    """All that stands there still holds, asked today."""
    with act("partner.checked", by=by, object_id=organisation.pk):
        organisation = locked(organisation)
        if changed := set_facts(organisation, {"checked_on": timezone.localdate()}):
            check_and_save(organisation, only=changed)
    return organisation


def set_stage(*, organisation, stage, by) -> Organisation:
    """The cooperation has come to another stage; the stages before stay readable."""
    with act("partner.stage_set", by=by, object_id=organisation.pk):
        organisation = locked(organisation)
        if changed := set_facts(organisation, {"stage": stage}):
            check_and_save(organisation, only=changed)
            check_and_save(StageChange(organisation=organisation, stage=stage, noted_by=by))
    return organisation


def end_organisation(*, organisation, by, ended_on=None) -> Organisation:
    """It is no longer there: found no more, and kept for reading."""
    with act("partner.ended", by=by, object_id=organisation.pk):
        organisation = locked(organisation)
        if not organisation.ended_on:
            organisation.ended_on = ended_on or timezone.localdate()
            check_and_save(organisation, only=["ended_on"])
    return organisation


def revive_organisation(*, organisation, by) -> Organisation:
    """It is there again, or never was gone."""
    with act("partner.revived", by=by, object_id=organisation.pk):
        organisation = locked(organisation)
        if organisation.ended_on:
            organisation.ended_on = None
            check_and_save(organisation, only=["ended_on"])
    return organisation


# --- places --------------------------------------------------------------------------------------------------


def add_site(*, organisation, by, **facts) -> PartnerSite:
    """One more place of a partner."""
    with act("partner.changed", by=by, object_id=organisation.pk):
        site = PartnerSite(organisation=locked(organisation), **facts)
        if not any(facts.get(key) for key in ("name", "address", "phone", "email", "hours", "hours_note")):
            raise DomainError(_("Please say something about the place."), field="address")
        check_and_save(site)
        index_organisation(site.organisation)
    return site


def change_site(*, site, by, seen=None, **facts) -> PartnerSite:
    """Change what is known of a place. Raises DomainError where somebody else has removed it meanwhile."""
    with act("partner.changed", by=by, object_id=site.organisation_id):
        locked(site.organisation)
        site = PartnerSite.objects.select_for_update().filter(pk=site.pk).first()
        if site is None:
            raise DomainError(_("Somebody else has removed this in the meantime."))
        if changed := set_facts(site, still_to_change(site, facts, seen)):
            check_and_save(site, only=changed)
            index_organisation(site.organisation)
    return site


def remove_site(*, site, by) -> None:
    """A place that is given up: nothing hangs on it."""
    with act("partner.changed", by=by, object_id=site.organisation_id):
        organisation = locked(site.organisation)
        PartnerSite.objects.filter(pk=site.pk).delete()
        index_organisation(organisation)


# --- who holds the relation ------------------------------------------------------------------------------------


def hold_relation(*, organisation, user, by, since=None) -> Liaison:
    """A colleague holds the relation from today (or `since`) on; a second one makes it last (24-V)."""
    with act("partner.held", by=by, object_id=organisation.pk):
        since = since or timezone.localdate()
        liaison = Liaison(organisation=locked(organisation), user=user, since=since)
        check_and_save(liaison)
    return liaison


def end_relation(*, liaison, by) -> Liaison:
    with act("partner.let_go", by=by, object_id=liaison.organisation_id):
        liaison = Liaison.objects.select_for_update().get(pk=liaison.pk)
        if not liaison.until:
            liaison.until = timezone.localdate()
            check_and_save(liaison, only=["until"])
    return liaison


def locked(organisation) -> Organisation:
    """The organisation as it reads now, held until the end."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)
