"""Letting one's own calendar program read along. The feed itself stands on the desk: it reads the cases."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.core.crypto import decrypt, encrypt

from . import services
from .forms import FeedForm
from .queries.feed import DAYS_AHEAD, DAYS_BACK, feed_of

SHOWN_ONCE = "calendar_feed_secret"


@requires(Permission.CALENDAR_FEED, confirm=True)
@require_http_methods(["GET", "POST"])
def subscribe(request):
    """Make a feed, or change how much it tells. The address is shown once, on the page that follows."""
    feed = feed_of(request.user)
    chosen = request.typed_before or ({"detail": feed.detail} if feed else {})
    form = FeedForm(request.POST or None, initial={"detail": chosen["detail"]} if "detail" in chosen else None)
    if request.method == "POST" and form.is_valid():
        detail = form.cleaned_data["detail"]
        if feed and "renew" not in request.POST:
            services.change_feed(feed=feed, by=request.user, detail=detail)
            messages.success(request, _("Saved. Your calendar follows with its next reading."))
        else:
            _feed, secret = services.make_feed(user=request.user, by=request.user, detail=detail)
            request.session[SHOWN_ONCE] = encrypt(secret, SHOWN_ONCE)  # a copy of the database opens no calendar
        return redirect("agenda:subscribe")
    held = request.session.pop(SHOWN_ONCE, "") if request.method == "GET" else ""
    address = reverse("desk:feed", args=[decrypt(held, SHOWN_ONCE)]) if held else ""
    return render(
        request,
        "agenda/subscribe.html",
        {
            "form": form,
            "feed": feed,
            "address": request.build_absolute_uri(address) if address else "",
            "days_back": DAYS_BACK,
            "days_ahead": DAYS_AHEAD,
        },
    )


@requires(Permission.CALENDAR_FEED)
@require_POST
def unsubscribe(request):
    """The address leads nowhere any more."""
    if feed := feed_of(request.user):
        services.revoke_feed(feed=feed, by=request.user)
        messages.success(request, _("The subscription has ended. Please remove the calendar from your devices too."))
    return redirect("agenda:subscribe")
