"""A page with one form that is carried out once: shown, sent, refused with its messages, or done and left."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from .typed import Typed


def entry_page(
    request,
    make_form,
    carry,
    *,
    template,
    key,
    back,
    about="",
    said="",
    leads_to=None,
    say=None,
    is_in_place=False,
    held_now=None,
    **shown,
):
    """Show the form that `make_form(data)` makes, and carry it out once; `carry(form)` gives None where refused.

    `key` names the form for drafts; one without a dot keeps none, but is carried out once all the same. `back` is the
    way out, and where it leads when it is saved, unless `leads_to(what was carried out)` says otherwise. `say(what
    was carried out)` tells it in words of its own. In place, htmx gets a refused form back, a saved one leads on.
    `held_now()` reads the row of an OpenedForm anew, to show what somebody else has saved meanwhile.
    """
    typed = Typed(request, form=key, about=about)
    form = make_form(typed.data)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return HttpResponseClientRedirect(target) if is_in_place else redirect(target)
        if (done := carry(form)) is not None:
            say(done) if say else messages.success(request, said or _("Saved."))
            target = leads_to(done) if leads_to else back
            return typed.finish(HttpResponseClientRedirect(target) if is_in_place else redirect(target))
        typed.release()
        if held_now and form.broken_rule:
            shown["meanwhile"] = form.saved_meanwhile(held_now())
    shown |= {"form": form, "cancel_url": back} | ({"typed": typed} if "." in key else {"once": typed})
    return render(request, template, shown, status=422 if is_in_place and form.errors else 200)
