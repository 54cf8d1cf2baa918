"""Changing what is known of a client: details, ways of contact, languages. Reached through one of her cases."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.client import ChannelForm, ClientForm, LanguageForm, hint_about
from cases.models import Client
from cases.services import client as client_services
from umstieg.access.decorators import requires
from umstieg.access.enums import Part, Permission
from umstieg.audit.recording import record
from umstieg.codelists.queries import Labels
from umstieg.core.typed import Typed

from .lookup import case_seen_by, must_be_open


def _case(request, pk):
    """The case for a page that writes about its client; what the page shows is recorded here."""
    case = case_seen_by(request.user, pk, Part.WORK)
    must_be_open(case)
    record("case.viewed", cases=[case.number], part=Part.RESTRICTED.name, object_id=case.pk)
    return case


def _saved(request, case, message=None):
    messages.success(request, message or _("Saved."))
    return redirect("cases:person", pk=case.pk)


def _form_page(request, case, form, template, *, service, context=None, **target):
    """A page with one form: carries out `service` on `target` with what was typed, or shows the form again."""
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(service, by=request.user, **target, **form.cleaned_data)
    ):
        if hint := hint_about(form.cleaned_data):
            messages.warning(request, hint)
        return _saved(request, case)
    return render(request, template, {"form": form, "case": case, **(context or {})})


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def client_change(request, pk):
    case = _case(request, pk)
    typed = Typed(request, form="cases.client", about=case.pk)
    form = ClientForm(typed.data, instance=case.client)
    typed.show_unchecked(form)
    if typed.is_sent and form.is_valid():
        if target := typed.claim():
            return redirect(target)
        if form.carry_out(
            client_services.change_client, client=case.client, by=request.user, seen=form.seen(), **form.facts()
        ):
            return typed.finish(_saved(request, case))
        typed.release()
    meanwhile = form.saved_meanwhile(Client.objects.get(pk=case.client_id)) if form.broken_rule else []
    return render(
        request, "cases/client_change.html", {"form": form, "case": case, "typed": typed, "meanwhile": meanwhile}
    )


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def channel_create(request, pk):
    case = _case(request, pk)
    form = ChannelForm(request.POST or None)
    return _form_page(
        request,
        case,
        form,
        "cases/channel_form.html",
        service=client_services.add_channel,
        client=case.client,
        context={"channel": None},
    )


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def channel_change(request, pk, channel):
    case = _case(request, pk)
    channel = get_object_or_404(case.client.channels.select_related("client"), pk=channel)
    form = ChannelForm(request.POST or None, instance=channel)
    return _form_page(
        request,
        case,
        form,
        "cases/channel_form.html",
        service=client_services.change_channel,
        channel=channel,
        context={"channel": channel},
    )


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_POST
def channel_remove(request, pk, channel):
    case = _case(request, pk)
    channel = get_object_or_404(case.client.channels.select_related("client"), pk=channel)
    client_services.remove_channel(channel=channel, by=request.user)
    return _saved(request, case, _("The way of contact is deleted."))


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def language_create(request, pk):
    case = _case(request, pk)
    form = LanguageForm(request.POST or None)
    return _form_page(
        request, case, form, "cases/language_form.html", service=client_services.add_language, client=case.client
    )


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_http_methods(["GET", "POST"])
def language_change(request, pk, spoken):
    case = _case(request, pk)
    spoken = get_object_or_404(case.client.languages.select_related("client"), pk=spoken)
    form = LanguageForm(request.POST or None, instance=spoken)
    context = {"label": Labels("language")("language", spoken.language)}
    return _form_page(
        request,
        case,
        form,
        "cases/language_form.html",
        service=client_services.change_language,
        spoken=spoken,
        context=context,
    )


@requires(Permission.CLIENT_CHANGE, Part.WORK)
@require_POST
def language_remove(request, pk, spoken):
    case = _case(request, pk)
    spoken = get_object_or_404(case.client.languages.select_related("client"), pk=spoken)
    client_services.remove_language(spoken=spoken, by=request.user)
    return _saved(request, case, _("The language is removed."))
