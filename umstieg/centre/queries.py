"""Reading facts of the centre."""

from django.db.models import Q
from django.utils import timezone

from umstieg.core.kept import kept

from .models import KEPT, Centre, Room, SecrecyText, Site, Team


def the_centre() -> Centre | None:
    """The centre of this installation; None until it has been named."""
    return Centre.objects.first()


@kept(KEPT)
def shown_centre() -> Centre | None:
    """The centre for the frame of every page, kept in the process: to be read, never to be changed."""
    return the_centre()


def team_names(ids) -> list[str]:
    """Names of teams, in German order."""
    return list(Team.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def rooms_by_site() -> list[tuple[Site, list[Room]]]:
    """Every site with its rooms, those out of use last."""
    rooms = {}
    for room in Room.objects.order_by("-is_active", "name"):
        rooms.setdefault(room.site_id, []).append(room)
    return [(site, rooms.get(site.pk, [])) for site in Site.objects.order_by("name")]


def sites_with_teams() -> list[tuple[Site, list[Team]]]:
    """Every site with the teams at home there; what is out of use stands last."""
    teams = {}
    for team in Team.objects.order_by("-is_active", "name"):
        teams.setdefault(team.site_id, []).append(team)
    return [(site, teams.get(site.pk, [])) for site in Site.objects.order_by("-is_active", "name")]


def sites_to_choose(keep=None):
    """Sites in use, and the one a record already holds: otherwise saving the form would silently take it away."""
    return Site.objects.filter(Q(is_active=True) | Q(pk=keep)).order_by("name")


def secrecy_text(on=None) -> SecrecyText | None:
    """The text by which people are bound to secrecy on a day (today)."""
    return SecrecyText.objects.filter(valid_from__lte=on or timezone.localdate()).order_by("-valid_from").first()
