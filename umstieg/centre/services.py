"""Setting up the centre."""

from django.utils.translation import gettext_lazy as _

from umstieg.audit.recording import act
from umstieg.core.errors import DomainError

from .models import Centre, ConfirmedText, Room, Site, Team
from .texts import CHECKED_HERE, print_text


def name_centre(*, name, carrier="", by) -> Centre:
    """Say what the centre is called; there is only one."""
    with act("centre.changed", by=by):
        centre = Centre.objects.first() or Centre(pk=1)
        centre.name, centre.carrier = name, carrier
        centre.full_clean()
        centre.save()
    return centre


def add_site(*, name, by, **facts) -> Site:
    """A new site; `facts` are fields of Site."""
    with act("site.added", by=by):
        site = Site(name=name, **facts)
        site.full_clean()
        site.save()
    return site


def add_team(*, name, site, by) -> Team:
    """A new team, at home at a site."""
    with act("team.added", by=by):
        team = Team(name=name, site=site)
        team.full_clean()
        team.save()
    return team


def change_team(*, team, no_contact_days, by) -> Team:
    """Say after how many days a case of the team counts as long without contact. A single case may say otherwise."""
    with act("team.changed", by=by):
        team = Team.objects.select_for_update().get(pk=team.pk)
        team.no_contact_days = no_contact_days
        team.full_clean()
        team.save(update_fields=["no_contact_days"])
    return team


def set_land(*, land, by) -> Centre:
    """Say in which Land the centre lies; its public holidays follow from it."""
    with act("centre.changed", by=by):
        centre = Centre.objects.get(pk=1)
        centre.land = land
        centre.full_clean()
        centre.save(update_fields=["land"])
    return centre


def add_room(*, site, name, by, is_protected=True) -> Room:
    """A room of a site; whether outsiders hear or see what happens there matters (114-08)."""
    with act("room.added", by=by):
        room = Room(site=site, name=name, is_protected=is_protected)
        room.full_clean()
        room.save()
    return room


def change_room(*, room, by, **facts) -> Room:
    """Change name, protection, or whether it is still in use. It is never deleted: appointments name it."""
    with act("room.changed", by=by):
        room = Room.objects.select_for_update().get(pk=room.pk)
        for name, value in facts.items():
            setattr(room, name, value)
        room.full_clean()
        room.save()
    return room


def print_staff_as(*, how, by) -> Centre:
    """Say whether printouts for clients name colleagues, or what they do."""
    with act("centre.changed", by=by):
        centre = Centre.objects.get(pk=1)
        centre.staff_printed_as = how
        centre.full_clean()
        centre.save(update_fields=["staff_printed_as"])
    return centre


def confirm_text(*, key, language, version, by) -> ConfirmedText:
    """Confirm a translation for clients, in the words she has read: `version` is theirs. DomainError for others."""
    text = print_text(key)
    if text is None or language not in text.words or language in CHECKED_HERE:
        raise DomainError(_("There is no such translation to confirm."))
    if text.version(language) != version:
        raise DomainError(_("The words have changed since. Please read them again."))
    with act("text.confirmed", by=by, reason=f"{key} {language}"):
        confirmed, _is_new = ConfirmedText.objects.get_or_create(
            key=key, language=language, version=version, defaults={"confirmed_by": by}
        )
    return confirmed
