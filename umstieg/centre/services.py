"""Setting up the centre."""

from umstieg.audit.recording import act

from .models import Centre, Site, Team


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
