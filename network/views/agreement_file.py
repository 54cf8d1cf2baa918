"""Papers of an agreement: added, taken along, removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.forms.agreement_file import AgreementFileForm
from network.models import AgreementFile
from network.services import agreement_file as services
from umstieg.access.decorators import requires
from umstieg.access.enums import Permission
from umstieg.audit.recording import record
from umstieg.core.entry import entry_page
from umstieg.core.files.sending import file_response

from .lookup import agreement_row, page_of


@requires(Permission.NETWORK_KEEP, files=AgreementFileForm)
@require_http_methods(["GET", "POST"])
def create(request, agreement):
    row = agreement_row(agreement)
    return entry_page(
        request,
        lambda data: AgreementFileForm(data, request.FILES or None),
        lambda form: form.carry_out(
            services.attach_file, agreement=row, upload=form.cleaned_data["file"], by=request.user
        ),
        template="network/form.html",
        key="agreement_file",
        about=agreement,
        back=page_of(row.organisation_id, "h-agreements"),
        said=_("The file is kept with the agreement."),
        title=_("Add a file"),
        text=_(
            "For “%(agreement)s”: the signed paper, minutes, a leaflet. Everybody who may see the network can open it; "
            "nothing about clients belongs here. Who wrote it, where and with what is taken out."
        )
        % {"agreement": row.title},
        submit=_("Add a file"),
        partner=row.organisation,
    )


@requires(Permission.NETWORK_VIEW)
@require_safe
def download(request, agreement, file):
    """The file as a download; the log knows who took it along."""
    row = _row(agreement, file)
    record("agreement_file.viewed", object_id=row.pk)
    return file_response(row.file)


@requires(Permission.NETWORK_KEEP)
@require_POST
def remove(request, agreement, file):
    row = _row(agreement, file)
    services.remove_file(row=row, by=request.user)
    messages.success(request, _("The file is removed."))
    return redirect(page_of(row.agreement.organisation_id, "h-agreements"))


def _row(agreement, file) -> AgreementFile:
    return get_object_or_404(AgreementFile.objects.select_related("agreement", "file"), agreement=agreement, pk=file)
