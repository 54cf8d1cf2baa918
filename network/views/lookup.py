"""Rows named in an address, or 404. Partners belong to the whole centre: whoever knows the network sees all of them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from network.models import Activity, Agreement, ContactPerson, Liaison, Organisation, PartnerSite, PartnerTask


def partner(pk) -> Organisation:
    return get_object_or_404(Organisation, pk=pk)


def site_of(pk, site) -> PartnerSite:
    return get_object_or_404(PartnerSite.objects.select_related("organisation"), organisation=pk, pk=site)


def liaison_of(pk, liaison) -> Liaison:
    return get_object_or_404(Liaison.objects.select_related("organisation"), organisation=pk, pk=liaison)


def person_row(pk) -> ContactPerson:
    return get_object_or_404(ContactPerson.objects.select_related("organisation", "accompanied_by"), pk=pk)


def agreement_row(pk) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("organisation"), pk=pk)


def activity_row(pk) -> Activity:
    return get_object_or_404(Activity.objects.select_related("done_by"), pk=pk)


def task_row(pk) -> PartnerTask:
    return get_object_or_404(PartnerTask.objects.select_related("organisation"), pk=pk)


def page_of(pk, anchor="") -> str:
    """The address of a partner's page, at one of its cards."""
    return reverse("network:detail", args=[pk]) + (f"#{anchor}" if anchor else "")
