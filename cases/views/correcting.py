"""The page of something written in a file with its earlier versions, and the page that corrects it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from umstieg.access.enums import Part
from umstieg.core.errors import ConflictError
from umstieg.core.typed import Typed


def written_page(request, row, with_versions, *, title, facts, correct):
    """`with_versions(row)` gives the entry and its earlier versions, `facts` is the template that shows one."""
    entry, earlier = with_versions(row)
    shown = {"case": row.case, "entry": entry, "earlier": earlier, "title": title, "facts": facts}
    shown["correct_url"] = (
        "" if row.case.closed_on or row.case.shown_part < Part.WORK else reverse(correct, args=(row.case.pk, row.pk))
    )
    return render(request, "cases/written_detail.html", shown)


def correction_page(request, row, make_form, carry, *, key, title, facts, with_versions, again, back):
    """A correction is a new version; the old one is kept.

    `carry` is the service, called with what the form says. Where somebody else was faster, `again()` reads the row
    anew, and the page shows what stands there now above what was typed.
    """
    typed = Typed(request, form=key, about=row.pk)
    form = make_form(typed.data)
    typed.show_unchecked(form)
    back = reverse(back, args=(row.case.pk, row.pk))
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        base = {name: form.cleaned_data[name] for name in ("version", "reason")}
        if corrected := form.carry_out(carry, by=request.user, **base, **form.correction()):
            is_new = corrected.version > base["version"]
            messages.success(request, _("Corrected. The earlier version is kept.") if is_new else _("Nothing changed."))
            return typed.finish(redirect(back))
        typed.release()
    saved_meanwhile = None
    if isinstance(form.broken_rule, ConflictError):
        row = again()
        form.write_on(row.version)
        saved_meanwhile = with_versions(row)[0]
    shown = {"form": form, "typed": typed, "case": row.case, "title": title, "facts": facts, "cancel_url": back}
    return render(request, "cases/written_correct.html", shown | {"saved_meanwhile": saved_meanwhile})
