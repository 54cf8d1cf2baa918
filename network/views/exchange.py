"""Tables of partners: out, and in by upload, columns, check and decision. What takes long is done by jobs."""

import base64

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.enums import IntakeKind
from network.forms.exchange import ALL, ColumnsForm, DecideForm, ExportForm, TableForm
from network.jobs import CHECK, READ, WRITE
from network.queries.export import partner_table
from network.queries.intake import SHOWN, filling_rows, intake_of, samples
from network.services.intake import give_up, keep_table
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.core.entry import entry_page
from umstieg.core.jobs import start_job
from umstieg.core.sheets import Kind, SheetError, read_sheet, write_sheet
from umstieg.core.typed import Typed

SMALL = 100_000  # bytes that are read while she waits; a longer table is a job


@requires(Permission.NETWORK_EXCHANGE, confirm=True)
@require_http_methods(["GET", "POST"])
def export(request):
    """All partners as a table. The file leaves the house, so she says once more who she is."""
    form = ExportForm(request.POST or request.typed_before or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        may_keep = has_permission(request.user, Permission.NETWORK_KEEP)
        header, rows = partner_table(gone=facts["which"] == ALL, people=facts["people"], note=may_keep)
        record("partners.exported", reason=str(len(rows)))
        name = f"netzwerk-{timezone.localdate().isoformat()}"
        return as_file(write_sheet(form.sheet_kind, header, rows), form.sheet_kind, name)
    return render(request, "network/exchange/export.html", {"form": form})


@requires(Permission.NETWORK_EXCHANGE, files=TableForm)
@require_http_methods(["GET", "POST"])
def read_in(request):
    """Upload a table. It waits encrypted until she has decided."""
    return entry_page(
        request,
        lambda data: TableForm(data, request.FILES or None),
        lambda form: form.carry_out(_take, user=request.user, form=form),
        template="network/exchange/upload.html",
        key="network_table",
        back=reverse("network:list"),
        leads_to=lambda address: address,
        say=lambda _address: None,
    )


def _take(*, user, form):
    """The address of what comes next."""
    name, content = form.cleaned_data["table"]
    if len(content) > SMALL:
        return _job(READ, user, name=name, content=base64.b64encode(content).decode())
    try:
        sheet = read_sheet(content, name)
    except SheetError as error:
        raise SheetError(error.message, field="table") from error
    return reverse("network:intake_columns", args=[keep_table(sheet=sheet, by=user).pk])


@requires(Permission.NETWORK_EXCHANGE)
@require_http_methods(["GET", "POST"])
def intake_columns(request, intake):
    """Which column is what: guessed from the headings, and hers to change."""
    held = _table_of(request, intake, light=False)
    if held.done_at:
        return redirect("network:intake", intake=intake)
    header, chosen = held.content["header"], held.choices
    typed = Typed(request, form="network_columns", about=intake)
    initial = {f"c{place}": key for place, key in enumerate(chosen["columns"])} | {"kind": chosen["kind"]}
    form = ColumnsForm(typed.data, header=header, initial=initial)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        return typed.finish(redirect(_job(CHECK, request.user, intake=str(intake), chosen=form.chosen)))
    fields = [form[name] for name in form.names]
    shown = {
        "form": form,
        "once": typed,
        "intake": held,
        "rows": list(zip(fields, samples(held), strict=True)),
        "left_out": [heading for heading, key in zip(header, chosen["columns"], strict=True) if heading and not key],
        "number": len(held.content["rows"]),
    }
    return render(request, "network/exchange/columns.html", shown)


@requires(Permission.NETWORK_EXCHANGE)
@require_http_methods(["GET", "POST"])
def intake(request, intake):
    """What the check has found, and the decision; afterwards what came of it."""
    held = _table_of(request, intake)
    if held.done_at:
        return render(request, "network/exchange/done.html", {"intake": held, **_told_of(held)})
    if "filling" not in held.verdict:  # not checked yet
        return redirect("network:intake_columns", intake=intake)
    typed = Typed(request, form="network_import", about=intake)
    form = DecideForm(typed.data)
    shown = _told_of(held)
    verdict, counts = held.verdict, shown["counts"]
    if typed.is_sent and form.is_valid():
        if counts["broken"] and "without_broken" not in request.POST:
            messages.error(request, _("There are rows that do not fit. Nothing was read in."))
            return redirect("network:intake", intake=intake)
        if target := typed.claim():
            return redirect(target)
        facts = {"known": form.cleaned_data["known"], "without_broken": "without_broken" in request.POST}
        return typed.finish(redirect(_job(WRITE, request.user, intake=str(intake), **facts)))
    shown |= {
        "form": form,
        "once": typed,
        "intake": held,
        "verdict": verdict,
        "new": verdict["new"][:SHOWN],
        "more_new": max(0, counts["new"] - len(verdict["first"]) - SHOWN),
        "errors": verdict["errors"][:SHOWN],
        "more_errors": max(0, counts["errors"] - SHOWN),
        "twice": verdict["twice"][:SHOWN],
        "usable": counts["new"] + counts["known"],
    }
    return render(request, "network/exchange/preview.html", shown)


@requires(Permission.NETWORK_EXCHANGE)
@require_safe
def intake_errors(request, intake):
    """Everything that does not fit, as a table to work through beside one's own."""
    held = _table_of(request, intake)
    header = [_("Row"), _("Column"), _("What does not fit")]
    return as_file(write_sheet(Kind.CSV, header, held.verdict.get("errors", [])), Kind.CSV, "fehler")


@requires(Permission.NETWORK_EXCHANGE)
@require_safe
def intake_filling(request, intake):
    """Of every partner that is there already: what is filled in, what stays, what is not read in."""
    header = [_("Row"), _("Partner"), _("Filled in"), _("Left as it is"), _("Not read in")]
    rows = [
        [row["number"], row["name"], *("; ".join(row[what]) for what in ("filled", "kept", "beside"))]
        for row in filling_rows(_table_of(request, intake))
    ]
    return as_file(write_sheet(Kind.CSV, header, rows), Kind.CSV, "ergaenzungen")


@requires(Permission.NETWORK_EXCHANGE)
@require_POST
def intake_give_up(request, intake):
    give_up(intake=_table_of(request, intake))
    messages.success(request, _("Nothing was read in. What you uploaded is deleted."))
    return redirect("network:list")


def _table_of(request, pk, *, light=True):
    held = intake_of(request.user, pk, IntakeKind.TABLE, light=light)
    if held is None:
        raise Http404
    return held


def _told_of(held) -> dict:
    """What pages say of a checked table, and of one that was read in."""
    rows = filling_rows(held)
    return {
        "counts": held.verdict["counts"],
        "filling": held.verdict.get("filling"),
        "known": rows[:SHOWN],
        "more_known": max(0, len(rows) - SHOWN),
    }


def _job(kind, user, **facts) -> str:
    return reverse("jobs:detail", args=[start_job(kind, by=user, facts=facts).pk])


def as_file(content, kind, name) -> HttpResponse:
    """A download under a name that says nothing."""
    answer = HttpResponse(content, content_type=kind.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind.extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
