"""Pages of the machine itself."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from .drafts import FORM_NAME, LARGEST, Kept, drop_draft, keep_draft
from .typed import AFTER, KEY, OWNER, PAGE, owner_mark, uuid_of


@login_not_required
@require_safe
def health(request):
    """Says "ok" when the database answers; tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def neutral(request):
    """Where the emergency exit leads: a page that could be anybody's and knows nothing."""
    return render(request, "neutral.html")


def csrf_failure(request, reason=""):
    """The form came too late or from elsewhere; says so without the reason, which is for developers."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def draft_token(request):
    """A fresh form token for a page that outlived a sign-in, and the mark of whoever is signed in now."""
    return JsonResponse({"token": get_token(request), "owner": owner_mark(request.user)})


@require_POST
def draft_keep(request, key):
    """Keep what a page holds. 204: kept. 200 with a reason: it is not, and the page goes on under a new key."""
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    form, about = request.POST.get("typed_form", ""), request.POST.get("typed_about", "")
    if not FORM_NAME.fullmatch(form) or (about and not uuid_of(about)):
        return HttpResponse(status=400)
    if request.POST.get(OWNER) != owner_mark(request.user):
        return JsonResponse({"why": "other person"})
    try:
        after = parse_datetime(request.POST.get(AFTER, ""))
    except ValueError:
        after = None
    kept = keep_draft(
        owner=request.user,
        key=key,
        form=form,
        about=about,
        facts=dict(request.POST.lists()),
        page=uuid_of(request.POST.get(PAGE, "")),
        after=after,
    )
    if kept is Kept.NOT_HERS:
        raise Http404
    return HttpResponse(status=204) if kept is Kept.YES else JsonResponse({"why": kept.value})


@require_POST
def draft_drop(request, key):
    """Forget a draft, and back to where one was. The form itself knows best under which key it is kept by now."""
    drop_draft(owner=request.user, key=uuid_of(request.POST.get(KEY, "")) or key)
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/")
    return redirect(to if is_ours else "/")
