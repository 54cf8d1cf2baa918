"""Pages with one small form: in place above the timeline where htmx asks for it, else a page of its own."""

from django.urls import reverse

from umstieg.core import entry as core_entry

from .file import crumb_to

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
    room="",
    back="",
    about="",
    leads_to=None,
    say=None,
    **more,
):
    """The page of `umstieg.core.entry`, about a case; opened from its timeline it leads back there.

    `room` is where its entries stand: the path to the page says so, and `back` leads there, unless it is named.
    """
    in_place = request.htmx.target == IN_PLACE  # a refused form comes back there, a saved one leads on
    if request.GET.get("zu") == "verlauf":  # opened from the timeline
        room = back = ""
    crumb = crumb_to(room, case) if room else {}
    back = back or crumb.get("url") or reverse("cases:detail", args=(case.pk,))
    return core_entry.entry_page(
        request,
        make_form,
        carry,
        template="cases/file/in_place.html" if in_place else "cases/entry_form.html",
        key=key,
        about=about or case.pk,
        back=back,
        said=said,
        leads_to=leads_to,
        say=say,
        is_in_place=in_place,
        **{"case": case, "title": title, "text": text, "submit": submit, "crumb": crumb, **more},
    )
