"""Setting up the centre."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.access.enums import Role
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError

from .models import Centre, ConfirmedText, Room, SecrecyText, Site, Team
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


def change_site(*, site, by, **facts) -> Site:
    """Change what is said of a site. It goes out of use only when no team is at home there; it is never deleted."""
    with act("site.changed", by=by):
        site = Site.objects.select_for_update().get(pk=site.pk)
        for name, value in facts.items():
            setattr(site, name, value)
        if not site.is_active and site.teams.filter(is_active=True).exists():
            raise DomainError(_("A team is still at home at this site."), field="is_active")
        site.full_clean()
        site.save()
    return site


def change_team(*, team, by, **facts) -> Team:
    """Change a team: its name and site, or after how many days a case counts as long without contact.

    A team ends only when nobody but its leads holds a role in it: whoever works on its cases has to go on elsewhere
    first. It is never deleted, cases name it.
    """
    with act("team.changed", by=by):
        team = Team.objects.select_for_update().get(pk=team.pk)
        was_active = team.is_active
        for name, value in facts.items():
            setattr(team, name, value)
        if was_active and not team.is_active and _is_worked_in(team):
            raise DomainError(_("Somebody still holds a role in this team. End the roles first."), field="is_active")
        team.full_clean()
        team.save()
    return team


def _is_worked_in(team):
    still = Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())
    return team.memberships.filter(still).exclude(role=Role.TEAM_LEAD).exists()


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


def keep_residence(*, on, by) -> Centre:
    """Switch the facts about residence on or off. Off they are hidden everywhere; nothing is deleted."""
    with act("centre.changed", by=by):
        centre = Centre.objects.get(pk=1)
        centre.keeps_residence = on
        centre.full_clean()
        centre.save(update_fields=["keeps_residence"])
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


def add_secrecy_text(*, text, valid_from, by) -> SecrecyText:
    """A new text by which people are bound to secrecy; whoever is bound by an older one has to be bound anew."""
    newest = SecrecyText.objects.order_by("-valid_from").first()
    if newest and valid_from <= newest.valid_from:
        raise DomainError(_("A new text begins after the one before."), field="valid_from")
    with act("secrecy.text_added", by=by):
        row = SecrecyText(text=text, valid_from=valid_from)
        row.full_clean()
        row.save()
    return row
