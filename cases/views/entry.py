"""Pages with one small form: in place above the timeline where htmx asks for it, else a page of its own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from umstieg.core.typed import Typed

IN_PLACE = "inplace"  # id of the place in the page


def entry_page(
    request,
    case,
    make_form,
    carry,
    *,
    key,
    title,
    text="",
    submit="",
    said="",
    back="",
    about="",
    leads_to=None,
    say=None,
    **more,
):
    """Show the form that `make_form(data)` makes, and carry it out once; `carry(form)` gives None where refused.

    `key` names the form for drafts; one without a dot keeps none, but is carried out once all the same. `back` is the
    way out, and where it leads when it is saved, unless `leads_to(what was carried out)` says otherwise. `say(what
    was carried out)` tells it in words of its own.
    """
    in_place = request.htmx.target == IN_PLACE  # a refused form comes back there, a saved one leads on
    typed = Typed(request, form=key, about=about or case.pk)
    form = make_form(typed.data)
    typed.show_unchecked(form)
    if not back or request.GET.get("zu") == "verlauf":  # opened from the timeline
        back = reverse("cases:detail", args=(case.pk,))
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return HttpResponseClientRedirect(target) if in_place else redirect(target)
        if (done := carry(form)) is not None:
            say(done) if say else messages.success(request, said or _("Saved."))
            target = leads_to(done) if leads_to else back
            return typed.finish(HttpResponseClientRedirect(target) if in_place else redirect(target))
        typed.release()
    shown = {"form": form, "case": case, "title": title, "text": text, "submit": submit, "cancel_url": back, **more}
    shown |= {"typed": typed} if "." in key else {"once": typed}
    template = "cases/file/in_place.html" if in_place else "cases/entry_form.html"
    return render(request, template, shown, status=422 if in_place and form.errors else 200)
