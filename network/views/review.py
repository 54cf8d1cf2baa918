"""Where the network is thin, and the reflection sheets of guide 2.4."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.forms.reflection import ReflectionForm
from network.models import Organisation, ReflectionSheet
from network.queries import review as queries
from network.queries.task import open_partner_tasks
from network.services.reflection import write_sheet
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.codelists.queries import Labels, keys_of
from umstieg.core.entry import entry_page


@requires(Permission.NETWORK_VIEW)
@require_safe
def review(request):
    """Needs without partner, partners without a person, relations that hang on one of us, old agreements."""
    one_holder, no_holder = queries.with_too_few_holders()
    return render(
        request,
        "network/review.html",
        {
            "topics": queries.topics_with_partners(),
            "no_person": queries.without_contact_person(),
            "one_person": queries.with_one_contact_person(),
            "one_holder": one_holder,
            "no_holder": no_holder,
            "agreements": queries.old_agreements(),
            "tasks": open_partner_tasks(request.user, everybody=True),
            "may_keep": has_permission(request.user, Permission.NETWORK_KEEP),
        },
    )


@requires(Permission.NETWORK_KEEP)
@require_http_methods(["GET", "POST"])
def reflection(request, topic):
    """The sheet of one topic: what is needed, what we do, what is missing, who could bring it (24-02)."""
    if topic not in keys_of("topic", keep=[topic] if ReflectionSheet.objects.filter(topic=topic).exists() else []):
        raise Http404
    sheet = ReflectionSheet.objects.filter(topic=topic).first()
    partners = Organisation.objects.living().order_by("name", "pk")
    return entry_page(
        request,
        lambda data: ReflectionForm(data, instance=sheet, partners=partners),
        lambda form: form.carry_out(write_sheet, topic=topic, by=request.user, seen=form.seen(), **form.facts()),
        held_now=lambda: ReflectionSheet.objects.filter(topic=topic).first(),
        template="network/reflection.html",
        key="network.reflection",
        about=queries.sheet_key(topic),
        back=reverse("network:review"),
        title=_("Reflection sheet"),
        topic=Labels("topic")("topic", topic),
        text=_("First use and extend what is there, then look for new partners (guide 2.4)."),
    )
