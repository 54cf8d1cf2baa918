"""The entries of a situation: note one, set it right, take it away. One view for every kind of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms import health as health_forms
from cases.forms import housing as housing_forms
from cases.forms import money as money_forms
from cases.forms import residence as residence_forms
from cases.models import (
    Account,
    Address,
    Arrival,
    BenefitClaim,
    Debt,
    Dwelling,
    FlatSearch,
    HealthClaim,
    HealthNeed,
    Income,
    Insurance,
    Paper,
    ResidenceTitle,
)
from cases.services.deadline import keep_of_the_latest
from cases.services.health import what_an_insurance_brings
from cases.services.money import what_debts_bring
from cases.services.record import change_record, note_record, remove_record
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record as record_event

from .brought import say_debt, say_insurance
from .entry import entry_page
from .lookup import case_seen_by, must_be_on, must_be_open


@dataclass(frozen=True)
class Kind:
    """A kind of entry: how it is called in addresses and on pages, and what it brings with it.

    `also(request)` makes what `note_record` and `change_record` carry out beside it, `say(request, case, entry)` tells
    what came of it.
    """

    slug: str
    model: type
    form: type
    room: str
    title: str
    text: str = ""
    also: object = None
    gone: object = None
    say: object = None


#: {name: kind}; the name stands in `cases:<name>_create`, `_change`, `_remove` and in the address as the entry's key.
KINDS = {
    "income": Kind("einkommen", Income, money_forms.IncomeForm, "money", gettext_lazy("Income")),
    "benefit": Kind(
        "leistungen",
        BenefitClaim,
        money_forms.BenefitClaimForm,
        "money",
        gettext_lazy("Benefit"),
        text=gettext_lazy("Whether there is a claim is said by the office. Here stands what was clarified together."),
    ),
    "paper": Kind("unterlagen", Paper, money_forms.PaperForm, "money", gettext_lazy("Paper")),
    "account": Kind("konto", Account, money_forms.AccountForm, "money", gettext_lazy("Account")),
    "debt": Kind(
        "schulden",
        Debt,
        money_forms.DebtForm,
        "money",
        gettext_lazy("Debt or back payment"),
        also=lambda request: what_debts_bring(request.user),
        say=say_debt,
    ),
}
KINDS |= {
    "dwelling": Kind("wohnen/ort", Dwelling, housing_forms.DwellingForm, "housing", gettext_lazy("Place to live")),
    "address": Kind("wohnen/anschrift", Address, housing_forms.AddressForm, "housing", gettext_lazy("Address")),
    "flat": Kind(
        "wohnen/suche",
        FlatSearch,
        housing_forms.FlatSearchForm,
        "housing",
        gettext_lazy("Flat search"),
    ),
    "insurance": Kind(
        "gesundheit/versicherung",
        Insurance,
        health_forms.InsuranceForm,
        "health",
        gettext_lazy("Health insurance"),
        also=lambda request: what_an_insurance_brings(request.user),
        gone=keep_of_the_latest,
        say=say_insurance,
    ),
    "health_claim": Kind(
        "gesundheit/antrag", HealthClaim, health_forms.HealthClaimForm, "health", gettext_lazy("Application")
    ),
    "health_need": Kind(
        "gesundheit/hilfe",
        HealthNeed,
        health_forms.HealthNeedForm,
        "health",
        gettext_lazy("Help for one’s health"),
        text=gettext_lazy("What help is looked for. Findings and diagnoses do not belong here."),
    ),
    "residence_title": Kind(
        "aufenthalt/stand",
        ResidenceTitle,
        residence_forms.ResidenceTitleForm,
        "residence",
        gettext_lazy("Residence status"),
        text=gettext_lazy("Voluntary, and never a condition of help. What somebody has a right to, legal advice says."),
        also=lambda _request: keep_of_the_latest,
        gone=keep_of_the_latest,
    ),
    "arrival": Kind(
        "aufenthalt/seit", Arrival, residence_forms.ArrivalForm, "residence", gettext_lazy("In Germany since")
    ),
}


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def record_create(request, pk, kind):
    kind = KINDS[name := kind]
    case = _case(request, pk, kind)
    return entry_page(
        request,
        case,
        kind.form,
        lambda form: form.carry_out(
            note_record, record=kind.model(case=case, **form.facts()), by=request.user, **_also(kind, request)
        ),
        key=f"cases.{name}",
        title=str(kind.title),
        tab_title=_("Situation"),
        text=str(kind.text),
        room=kind.room,
        say=_say(kind, request, case),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def record_change(request, pk, kind, **keys):
    kind = KINDS[name := kind]
    case = _case(request, pk, kind)
    entry = _entry(case, kind, keys[name])
    return entry_page(
        request,
        case,
        lambda data: kind.form(data, instance=entry),
        lambda form: form.carry_out(
            change_record, record=entry, by=request.user, seen=form.seen(), **form.facts(), **_also(kind, request)
        ),
        held_now=lambda: _entry(case, kind, entry.pk),
        key=name,
        about=entry.pk,
        title=str(kind.title),
        tab_title=_("Situation"),
        text=str(kind.text),
        room=kind.room,
        remove_url=reverse(f"cases:{name}_remove", args=(case.pk, entry.pk)),
        below="cases/file/remove.html",
        say=_say(kind, request, case),
    )


@requires(Permission.CASE_CHANGE, Part.WORK)
@require_POST
def record_remove(request, pk, kind, **keys):
    kind = KINDS[name := kind]
    case = _case(request, pk, kind)
    remove_record(record=_entry(case, kind, keys[name]), by=request.user, also=kind.gone)
    messages.success(request, _("The entry is removed."))
    return redirect(_room(kind, case))


def _case(request, pk, kind):
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    must_be_on(kind.room)
    record_event("case.viewed", cases=[case.number], part=kind.model.part.name, object_id=case.pk)
    return case


def _entry(case, kind, key):
    return get_object_or_404(kind.model.objects.filter(case=case.pk), pk=key)


def _room(kind, case):
    return reverse(f"cases:{kind.room}", args=(case.pk,))


def _also(kind, request):
    return {"also": kind.also(request)} if kind.also else {}


def _say(kind, request, case):
    return (lambda entry: kind.say(request, case, entry)) if kind.say else None
