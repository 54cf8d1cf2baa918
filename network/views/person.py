"""People of the network: language mediators, volunteers, contact persons. None of them signs in or sees a case."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.enums import ContactKind
from network.forms.person import PersonForm
from network.queries.colleagues import colleagues
from network.queries.intake import waiting_cards
from network.queries.people import people_choice, people_of_network
from network.services import person as services
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.core.entry import entry_page
from umstieg.core.searched import keep_term, kept_term

from .lookup import page_of, partner, person_row

FORM = "network/form.html"
SEARCHED, SOUGHT = "network_person", "gesucht"  # key in the session, parameter of the address


@requires(Permission.NETWORK_VIEW)
@require_http_methods(["GET", "POST"])
def people(request):
    """Who helps. A name is looked for by POST and waits in the session, encrypted: it stands in no address."""
    if request.method == "POST":
        typed = keep_term(request.session, SEARCHED, request.POST.get("name", ""))
        return redirect(f"{reverse('network:people')}?{SOUGHT}=1" if typed else "network:people")
    choice = people_choice(request.GET)
    name = kept_term(request.session, SEARCHED) if request.GET.get(SOUGHT) else ""
    if name:
        record("contact_people.searched")
    shown = {"choice": choice, "name": name, "rows": people_of_network(choice, name=name)}
    shown["may_keep"] = has_permission(request.user, Permission.NETWORK_KEEP)
    shown["cards"] = waiting_cards(request.user) if shown["may_keep"] else []
    return render(request, "network/people.html", shown)


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def person_create(request):
    """Somebody by herself, or of a partner that is chosen in the form."""
    asked = request.GET.get("art", "")
    kind = asked if asked in ContactKind.values else ContactKind.MEDIATOR
    return entry_page(
        request,
        lambda data: PersonForm(data, colleagues=colleagues(), initial={"kind": kind}),
        lambda form: form.carry_out(services.add_person, by=request.user, **form.facts()),
        template=FORM,
        key="network.person",
        back=reverse("network:people"),
        title=_("Add a person"),
        text=_("Language mediators, volunteers, landlords: people who help and have no account here."),
        has_combo=True,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def contact_create(request, pk):
    """A contact person of one partner."""
    organisation = partner(pk)
    return entry_page(
        request,
        lambda data: PersonForm(data, colleagues=colleagues(), organisation=organisation),
        lambda form: form.carry_out(services.add_person, organisation=organisation, by=request.user, **form.facts()),
        template=FORM,
        key="network.contact",
        about=pk,
        back=page_of(pk, "h-people"),
        title=_("Add a contact person"),
        text=_("A name to ask for opens more doors than a switchboard (guide 2.4)."),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def person_change(request, person):
    row = person_row(person)
    back = page_of(row.organisation_id, "h-people") if row.organisation_id else reverse("network:people")
    return entry_page(
        request,
        lambda data: PersonForm(data, instance=row, colleagues=colleagues(keep=[row.accompanied_by_id])),
        lambda form: form.carry_out(
            services.change_person, person=row, by=request.user, seen=form.seen(), **form.facts()
        ),
        held_now=lambda: person_row(person),
        template=FORM,
        key="network.person_change",
        about=person,
        back=back,
        title=_("Change a person"),
        partner=row.organisation,
        has_combo=True,
        end_url=reverse("network:person_end", args=[person]),
        end_label=_("No longer there"),
        remove_url=reverse("network:person_remove", args=[person]),
        remove_label=_("Delete for good"),
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def person_end(request, person):
    row = person_row(person)
    services.end_person(person=row, by=request.user)
    messages.success(request, _("Noted: no longer there since today."))
    return redirect(_back(row))


@requires(Permission.NETWORK_KEEP)
@require_POST
def person_remove(request, person):
    """Noted by mistake, or she asks for it."""
    row = person_row(person)
    services.remove_person(person=row, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(_back(row))


def _back(row):
    return page_of(row.organisation_id, "h-people") if row.organisation_id else "network:people"
