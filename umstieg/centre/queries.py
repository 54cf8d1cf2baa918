"""Reading facts of the centre."""

from .models import Centre, Team


def the_centre() -> Centre | None:
    """The centre of this installation; None until it has been named."""
    return Centre.objects.first()


def team_names(ids) -> list[str]:
    """Names of teams, in German order."""
    return list(Team.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))
