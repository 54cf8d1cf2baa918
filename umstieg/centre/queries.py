"""Reading facts of the centre."""

from django.db.models import Q
from django.utils import timezone

from umstieg.core.formats import day
from umstieg.core.kept import kept

from .models import KEPT, Centre, ConfirmedText, Room, SecrecyText, Site, Team
from .texts import CHECKED_HERE, print_texts


def the_centre() -> Centre | None:
    """The centre of this installation; None until it has been named."""
    return Centre.objects.first()


@kept(KEPT)
def shown_centre() -> Centre | None:
    """The centre for the frame of every page, kept in the process: to be read, never to be changed."""
    return the_centre()


def residence_is_on() -> bool:
    """Whether the centre notes facts about residence; it does until it says otherwise."""
    centre = shown_centre()
    return centre is None or centre.keeps_residence


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


def unchecked_languages(text) -> set[str]:
    """The languages of a printout whose words nobody of the centre has confirmed as they stand."""
    confirmed = set(ConfirmedText.objects.filter(key=text.key).values_list("language", "version"))
    return {
        language
        for language in text.words
        if language not in CHECKED_HERE and (language, text.version(language)) not in confirmed
    }


def texts_to_confirm() -> list[dict]:
    """Every printout with its translations, ready to print; one statement."""
    rows = ConfirmedText.objects.select_related("confirmed_by")
    confirmed = {(one.key, one.language, one.version): one for one in rows}
    return [
        {"label": text.label, "languages": [_translation(text, one, confirmed) for one in text.words]}
        for text in print_texts()
    ]


def _translation(text, language, confirmed):
    words, version = text.words[language], text.version(language)
    found = confirmed.get((text.key, language, version))
    source = text.words[CHECKED_HERE[0]]
    return {
        "key": text.key,
        "language": language,
        "name": words["name"],
        "version": version,
        "is_ours": language in CHECKED_HERE,
        "confirmed": f"{day(found.confirmed_on)}, {found.confirmed_by.name}" if found else "",
        "lines": [(source[key], said) for key, said in words.items() if key not in ("name", "date")],
    }


def secrecy_text(on=None) -> SecrecyText | None:
    """The text by which people are bound to secrecy on a day (today)."""
    return SecrecyText.objects.filter(valid_from__lte=on or timezone.localdate()).order_by("-valid_from").first()
