"""Finding partners by need, and the page of one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.enums import Stage, Weekday
from network.forms.cooperation import EndForm
from network.forms.organisation import LiaisonForm, NewOrganisationForm, OrganisationForm, SiteForm
from network.queries.colleagues import colleagues
from network.queries.find import found_partners
from network.queries.intake import waiting_tables
from network.queries.need import SIGNS, need_of, stage_choices
from network.queries.partner import partner_page
from network.services import organisation as services
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.audit.recording import record
from umstieg.codelists.queries import choices, grouped_choices
from umstieg.core.back import say_undoable
from umstieg.core.entry import entry_page
from umstieg.core.searched import keep_term, kept_term

from .lookup import liaison_of, page_of, partner, site_of

FORM = "network/form.html"
MOST = 4_000  # letters of a need as it is kept
SEARCHED, SOUGHT = "network_need", "gesucht"  # key in the session, parameter of the address


@requires(Permission.NETWORK_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_list(request):
    """Who helps with what: found by need, each with the reason why it fits.

    A need is sent by POST and waits in the session, encrypted: of a client's need nothing stands in an address. One
    wish of it is left out in the same way (`ohne`, its number on the page).
    """
    if request.method == "POST":
        pairs = need_of(request.POST).without(request.POST.get("ohne", ""))
        keep_term(request.session, SEARCHED, urlencode(pairs), longest=MOST)
        return redirect(f"{reverse('network:list')}?{SOUGHT}=1" if pairs else "network:list")
    sought = QueryDict(kept_term(request.session, SEARCHED)) if request.GET.get(SOUGHT) else request.GET
    need = need_of(sought)
    may_exchange = has_permission(request.user, Permission.NETWORK_EXCHANGE)
    found = found_partners(need, page=request.GET.get("page", 1))
    if need.narrows:
        record("partners.searched")
    return render(
        request,
        "network/list.html",
        {
            "need": need,
            "page": found.page,
            "rows": found.rows,
            "exact": found.exact,
            "passed_over": found.passed_over,
            "kinds": grouped_choices("partner_type", known_only=True),
            "topics": grouped_choices("topic", known_only=True),
            "languages": choices("language", known_only=True),
            "days": [(str(day.value), day.label) for day in Weekday],
            "signs": [(sign, label) for sign, (label, *_rest) in SIGNS.items()],
            "stages": stage_choices(),
            "may_keep": has_permission(request.user, Permission.NETWORK_KEEP),
            "may_exchange": may_exchange,
            "tables": waiting_tables(request.user) if may_exchange else [],
        },
    )


@requires(Permission.NETWORK_VIEW)
@require_safe
def detail(request, pk):
    """All that is known of one partner; no case is named here, whoever looks."""
    organisation = partner(pk)
    may_keep = has_permission(request.user, Permission.NETWORK_KEEP)
    record("partner.viewed", object_id=organisation.pk)
    return render(
        request,
        "network/detail.html",
        {"partner": organisation, "may_keep": may_keep, **partner_page(organisation, request.user)},
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def create(request):
    return entry_page(
        request,
        NewOrganisationForm,
        lambda form: form.carry_out(services.add_organisation, by=request.user, **form.facts()),
        template=FORM,
        key="network.partner",
        back=reverse("network:list"),
        leads_to=lambda organisation: page_of(organisation.pk),
        said=_("Partner added. Who is the person to talk to there?"),
        title=_("Add a partner"),
        text=_("Name and kind are enough to begin with. What you do not know, leave at “not known”."),
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def change(request, pk):
    organisation = partner(pk)
    return entry_page(
        request,
        lambda data: OrganisationForm(data, instance=organisation),
        lambda form: form.carry_out(
            services.change_organisation, organisation=organisation, by=request.user, seen=form.seen(), **form.facts()
        ),
        held_now=lambda: partner(pk),
        template=FORM,
        key="network.partner",
        about=pk,
        back=page_of(pk),
        title=_("Change what the partner offers"),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def confirm(request, pk):
    """ "Stimmt noch": all that stands there still holds."""
    services.confirm_organisation(organisation=partner(pk), by=request.user)
    messages.success(request, _("Noted: checked today."))
    return redirect(page_of(pk))


@requires(Permission.NETWORK_KEEP)
@require_POST
def stage(request, pk):
    organisation, new = partner(pk), request.POST.get("stage", "")
    if new in Stage.values:
        before = organisation.stage
        services.set_stage(organisation=organisation, stage=new, by=request.user)
        if new != before:
            messages.success(request, _("The stage is now: %(stage)s.") % {"stage": Stage(new).label})
    return redirect(page_of(pk))


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def end(request, pk):
    """The partner is no longer there; it can be taken up again."""
    organisation = partner(pk)
    return entry_page(
        request,
        EndForm,
        lambda form: form.carry_out(
            services.end_organisation, organisation=organisation, by=request.user, **form.cleaned_data
        ),
        template=FORM,
        key="partner_end",
        about=pk,
        back=page_of(pk),
        say=lambda _done: say_undoable(
            request, _("It is found no more. All that was noted stays."), reverse("network:revive", args=[pk])
        ),
        title=_("This partner is no longer there"),
        text=_("It disappears from the search. People, agreements and activities stay readable."),
        submit=_("No longer there"),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def revive(request, pk):
    services.revive_organisation(organisation=partner(pk), by=request.user)
    messages.success(request, _("The partner is found again."))
    return redirect(page_of(pk))


# --- places --------------------------------------------------------------------------------------------------


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def site_create(request, pk):
    organisation = partner(pk)
    return entry_page(
        request,
        SiteForm,
        lambda form: form.carry_out(services.add_site, organisation=organisation, by=request.user, **form.facts()),
        template=FORM,
        key="network.site",
        about=pk,
        back=page_of(pk, "h-places"),
        title=_("Add a place"),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def site_change(request, pk, site):
    row = site_of(pk, site)
    return entry_page(
        request,
        lambda data: SiteForm(data, instance=row),
        lambda form: form.carry_out(services.change_site, site=row, by=request.user, seen=form.seen(), **form.facts()),
        held_now=lambda: site_of(pk, site),
        template=FORM,
        key="site_change",
        about=site,
        back=page_of(pk, "h-places"),
        title=_("Change the place"),
        partner=row.organisation,
        remove_url=reverse("network:site_remove", args=[pk, site]),
        remove_label=_("Remove this place"),
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def site_remove(request, pk, site):
    services.remove_site(site=site_of(pk, site), by=request.user)
    messages.success(request, _("The place is removed."))
    return redirect(page_of(pk, "h-places"))


# --- who holds the relation --------------------------------------------------------------------------------------


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def hold(request, pk):
    """A colleague, or she herself, holds the relation as well."""
    organisation = partner(pk)
    return entry_page(
        request,
        lambda data: LiaisonForm(data, colleagues=colleagues(), initial={"user": request.user}),
        lambda form: form.carry_out(
            services.hold_relation, organisation=organisation, by=request.user, **form.cleaned_data
        ),
        template=FORM,
        key="partner_hold",
        about=pk,
        back=page_of(pk, "h-holders"),
        title=_("Who holds the relation as well?"),
        text=_("A cooperation must not hang on one person: she may fall ill or leave (guide 2.4)."),
        partner=organisation,
    )


@requires(Permission.NETWORK_KEEP)
@require_POST
def let_go(request, pk, liaison):
    row = liaison_of(pk, liaison)
    services.end_relation(liaison=row, by=request.user)
    messages.success(request, _("Noted: she no longer holds this relation."))
    return redirect(page_of(pk, "h-holders"))
