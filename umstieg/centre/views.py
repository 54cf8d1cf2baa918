"""Sites, teams, rooms and Land, kept by the administration; the days of a team, kept by its lead. No case near."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission, Role
from umstieg.core.errors import DomainError

from . import services
from .forms import LandForm, ResidenceForm, RoomForm, SiteForm, StaffPrintedForm, TeamFactsForm, TeamForm
from .models import Room, Site, Team
from .queries import rooms_by_site, sites_with_teams, texts_to_confirm, the_centre


@requires(Permission.ROOM_MANAGE)
@require_safe
def rooms(request):
    centre = the_centre()
    return render(
        request,
        "centre/rooms.html",
        {"sites": rooms_by_site(), "form": LandForm(instance=centre) if centre else None},
    )


@requires(Permission.ROOM_MANAGE)
@require_POST
def land(request):
    """Set the Land; its holidays hold in the calendar from now on."""
    centre = the_centre()
    form = LandForm(request.POST, instance=centre)
    if centre and form.is_valid():
        services.set_land(land=form.cleaned_data["land"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("centre:rooms")
    return render(request, "centre/rooms.html", {"sites": rooms_by_site(), "form": form if centre else None})


@requires(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def room_create(request):
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_room(by=request.user, **form.cleaned_data)
        messages.success(request, _("Room added."))
        return redirect("centre:rooms")
    return render(request, "centre/room_form.html", {"form": form, "room": None})


@requires(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def room_change(request, pk):
    room = get_object_or_404(Room, pk=pk)
    form = RoomForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        services.change_room(room=room, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("centre:rooms")
    return render(request, "centre/room_form.html", {"form": form, "room": room})


@requires(Permission.TEAM_CHANGE)
@require_http_methods(["GET", "POST"])
def team_change(request, pk):
    """The lead says when a case of her team counts as long without contact."""
    team = get_object_or_404(Team, pk=pk, pk__in=request.user.team_ids(Role.TEAM_LEAD))
    form = TeamForm(request.POST or None, instance=team)
    if request.method == "POST" and form.is_valid():
        services.change_team(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk:team")
    return render(request, "centre/team_form.html", {"form": form, "team": team})


@requires(Permission.TEXT_CONFIRM)
@require_http_methods(["GET", "POST"])
def texts(request):
    """The translations that clients are given: who has confirmed which, and confirming one after reading it."""
    if request.method == "POST":
        asked = {name: request.POST.get(name, "") for name in ("key", "language", "version")}
        try:
            services.confirm_text(**asked, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Confirmed."))
        return redirect("centre:texts")
    centre = the_centre()
    shown = {"texts": texts_to_confirm(), "form": StaffPrintedForm(instance=centre) if centre else None}
    return render(request, "centre/texts.html", shown)


@requires(Permission.TEXT_CONFIRM)
@require_POST
def staff_printed_as(request):
    """Set how colleagues are named on printouts for clients."""
    centre = the_centre()
    form = StaffPrintedForm(request.POST, instance=centre)
    if centre and form.is_valid():
        services.print_staff_as(how=form.cleaned_data["staff_printed_as"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("centre:texts")
    return render(request, "centre/texts.html", {"texts": texts_to_confirm(), "form": form if centre else None})


# --- sites and teams ---------------------------------------------------------------------------------------


@requires(Permission.CENTRE_MANAGE)
@require_safe
def sites(request):
    centre = the_centre()
    form = ResidenceForm(instance=centre) if centre else None
    return render(request, "centre/sites.html", {"sites": sites_with_teams(), "form": form})


@requires(Permission.CENTRE_MANAGE)
@require_POST
def residence(request):
    """Switch the facts about residence on or off for the whole centre."""
    centre = the_centre()
    form = ResidenceForm(request.POST, instance=centre)
    if centre and form.is_valid():
        services.keep_residence(on=form.cleaned_data["keeps_residence"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("sites:list")
    return render(request, "centre/sites.html", {"sites": sites_with_teams(), "form": form if centre else None})


@requires(Permission.CENTRE_MANAGE)
@require_http_methods(["GET", "POST"])
def site_create(request):
    form = SiteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(services.add_site, by=request.user, **form.cleaned_data):
        messages.success(request, _("Site added."))
        return redirect("sites:list")
    return render(request, "centre/site_form.html", {"form": form, "site": None})


@requires(Permission.CENTRE_MANAGE)
@require_http_methods(["GET", "POST"])
def site_change(request, pk):
    site = get_object_or_404(Site, pk=pk)
    form = SiteForm(request.POST if request.method == "POST" else None, instance=site)
    if form.is_valid() and form.carry_out(services.change_site, site=site, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("sites:list")
    return render(request, "centre/site_form.html", {"form": form, "site": site})


@requires(Permission.CENTRE_MANAGE)
@require_http_methods(["GET", "POST"])
def team_create(request):
    form = TeamFactsForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(services.add_team, by=request.user, **form.cleaned_data):
        messages.success(request, _("Team added."))
        return redirect("sites:list")
    return render(request, "centre/team_facts.html", {"form": form, "team": None})


@requires(Permission.CENTRE_MANAGE)
@require_http_methods(["GET", "POST"])
def team_keep(request, pk):
    """Rename a team, or end it."""
    team = get_object_or_404(Team, pk=pk)
    form = TeamFactsForm(request.POST if request.method == "POST" else None, instance=team)
    if form.is_valid() and form.carry_out(services.change_team, team=team, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("sites:list")
    return render(request, "centre/team_facts.html", {"form": form, "team": team})
