"""Code lists, kept by the administration. Counts only, and those in steps; no case near."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umstieg.access.decorators import requires
from umstieg.access.enums import Permission

from . import services
from .catalogue import shipped
from .forms import CodeForm, EndForm, LabelForm
from .keeping import code_rows, language, lists_to_keep, uses_of
from .models import Code
from .queries import Labels


@requires(Permission.CODELIST_MANAGE)
@require_safe
def lists(request):
    kept = lists_to_keep()
    shown = {"used": [one for one in kept if one.where], "unused": [one for one in kept if not one.where]}
    return render(request, "codelists/lists.html", shown)


@requires(Permission.CODELIST_MANAGE)
@require_safe
def codes(request, key):
    return render(request, "codelists/codes.html", {"key": key, "name": _name(key), "rows": code_rows(key)})


@requires(Permission.CODELIST_MANAGE)
@require_http_methods(["GET", "POST"])
def code_add(request, key):
    name = _name(key)
    form = CodeForm(request.POST if request.method == "POST" else None, list_key=key)
    if form.is_valid() and form.carry_out(services.add_code, list_key=key, by=request.user, **form.cleaned_data):
        messages.success(request, _("Code added."))
        return redirect("codelists:codes", key=key)
    return render(request, "codelists/code_add.html", {"form": form, "key": key, "name": name})


@requires(Permission.CODELIST_MANAGE)
@require_http_methods(["GET", "POST"])
def label_change(request, key, pk):
    code = get_object_or_404(Code, pk=pk, list_key=key)
    words = {"german": Labels(key, language="de")(key, code.key), "english": Labels(key, language="en")(key, code.key)}
    form = LabelForm(request.POST if request.method == "POST" else None, initial=words)
    if form.is_valid():
        form.carry_out(services.change_label, code=code, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("codelists:codes", key=key)
    shown = {"form": form, "key": key, "name": _name(key), "code": Labels(key)(key, code.key), "uses": uses_of(code)}
    return render(request, "codelists/label_change.html", shown)


@requires(Permission.CODELIST_MANAGE)
@require_http_methods(["GET", "POST"])
def code_end(request, key, pk):
    """First how often the code is used, then its end."""
    code = get_object_or_404(Code, pk=pk, list_key=key)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": code.valid_to})
    if form.is_valid() and form.carry_out(services.end_code, code=code, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("codelists:codes", key=key)
    shown = {"form": form, "key": key, "name": _name(key), "code": Labels(key)(key, code.key), "uses": uses_of(code)}
    return render(request, "codelists/code_end.html", shown)


@requires(Permission.CODELIST_MANAGE)
@require_POST
def code_up(request, key, pk):
    services.move_code_up(code=get_object_or_404(Code, pk=pk, list_key=key), by=request.user)
    return redirect("codelists:codes", key=key)


def _name(key):
    if key not in shipped():
        raise Http404
    return shipped()[key].name[language()]
