"""People as vCards: taken along to a phone, and read in from one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.enums import IntakeKind
from network.exchange.vcards import CardError, read_cards, write_cards
from network.forms.exchange import CardsForm, ChooseCardsForm
from network.queries.cards import card_rows
from network.queries.intake import intake_of
from network.services.cards import import_cards
from network.services.intake import give_up, keep_cards
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.audit.recording import record
from umstieg.core.entry import entry_page
from umstieg.core.typed import Typed

from .lookup import page_of, partner, person_row

UPLOAD = "network/exchange/cards_upload.html"


@requires(Permission.NETWORK_VIEW)
@require_safe
def person_vcard(request, person):
    """One person, for a phone."""
    return _cards([person_row(person)], "kontakt", about=person)


@requires(Permission.NETWORK_VIEW)
@require_safe
def partner_vcard(request, pk):
    """Everybody who is there today, in one file."""
    organisation = partner(pk)
    people = organisation.people.current().select_related("organisation").order_by("created_at", "pk")
    return _cards(list(people), "kontakte", about=pk)


def _cards(people, name, *, about):
    record("contact_people.exported", reason=str(len(people)), object_id=str(about))
    answer = HttpResponse(write_cards(people), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


@requires(Permission.NETWORK_KEEP, files=CardsForm)
@require_http_methods(["GET", "POST"])
def people_cards(request):
    """Upload cards of whomever; those that name a partner of ours belong to it."""
    return _upload(request, None, reverse("network:people"))


@requires(Permission.NETWORK_KEEP, files=CardsForm)
@require_http_methods(["GET", "POST"])
def partner_cards(request, pk):
    """Upload cards of contact persons of one partner."""
    organisation = partner(pk)
    return _upload(request, organisation, page_of(pk, "h-people"))


def _upload(request, organisation, back):
    return entry_page(
        request,
        lambda data: CardsForm(data, request.FILES or None),
        lambda form: form.carry_out(_take, user=request.user, form=form, organisation=organisation),
        template=UPLOAD,
        key="network_cards",
        about=organisation.pk if organisation else "",
        back=back,
        leads_to=lambda intake: reverse("network:cards_decide", args=[intake.pk]),
        say=lambda _intake: None,
        partner=organisation,
    )


def _take(*, user, form, organisation):
    _name, content = form.cleaned_data["file"]
    try:
        cards = read_cards(content)
    except CardError as error:
        raise CardError(error.message, field="file") from error
    return keep_cards(cards=cards, by=user, organisation=organisation)


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def cards_decide(request, cards):
    """The people as they would become; she says which of them."""
    held = _cards_of(request, cards)
    back = page_of(held.organisation_id, "h-people") if held.organisation_id else reverse("network:people")
    if held.done_at:
        return redirect(back)
    rows = card_rows(held)
    typed = Typed(request, form="network_cards_decide", about=cards)
    form = ChooseCardsForm(typed.data, rows=rows)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        chosen = [row for row in rows if str(row.number) in form.cleaned_data["cards"]]
        people = [row.facts | {"kind": form.cleaned_data["kind"]} for row in chosen]
        if (added := form.carry_out(import_cards, intake=held, people=people, by=request.user)) is not None:
            said = ngettext("%(number)s person added.", "%(number)s people added.", len(added))
            messages.success(request, said % {"number": len(added)})
            return typed.finish(redirect(back))
        typed.release()
    shown = {
        "form": form,
        "once": typed,
        "rows": rows,
        "intake": held,
        "partner": held.organisation,
        "about": held.organisation.name if held.organisation else "",
        "usable": sum(not row.hindrance for row in rows),
        "pictures": any(row.has_picture for row in rows),
        "cancel_url": back,
    }
    return render(request, "network/exchange/cards.html", shown)


@requires(Permission.NETWORK_KEEP)
@require_POST
def cards_give_up(request, cards):
    held = _cards_of(request, cards)
    back = page_of(held.organisation_id, "h-people") if held.organisation_id else reverse("network:people")
    give_up(intake=held)
    messages.success(request, _("Nothing was read in. What you uploaded is deleted."))
    return redirect(back)


def _cards_of(request, pk):
    held = intake_of(request.user, pk, IntakeKind.CARDS)
    if held is None:
        raise Http404
    return held
