"""Back to the page a button stood on, and a way to undo what it did."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "next"  # hidden field of a button's form: the address of the page it stands on
LONGEST = 300


def back(request, otherwise, **kwargs):
    """Redirect to the page the button stood on, if it is one of ours; else to `otherwise`."""
    if page := own_page(request.POST.get(BACK)):
        return HttpResponseRedirect(page)
    return HttpResponseRedirect(resolve_url(otherwise, **kwargs))


def own_page(asked) -> str:
    """The address of a page of ours that somebody came from or goes back to; "" for anything else."""
    page = asked or ""
    is_ours = page.startswith("/") and len(page) <= LONGEST and page.isprintable()
    return page if is_ours and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def say_undoable(request, text, undo_at: str) -> None:
    """A receipt with "Undo" beside it; `undo_at` is the address that undoes it by POST."""
    messages.success(request, text, extra_tags=undo_at)
