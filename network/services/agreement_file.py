"""Papers of an agreement: kept with it, and destroyed with their content."""

from django.utils.translation import gettext as _

from network.models import Agreement, AgreementFile
from umstieg.audit.recording import act
from umstieg.core.errors import DomainError
from umstieg.core.files import storing
from umstieg.core.files.checking import CleanFile
from umstieg.core.saving import check_and_save

MOST = 20


def attach_file(*, agreement, upload: CleanFile, by) -> AgreementFile:
    """Keep a file that was checked with an agreement, a standing one or one that has ended."""
    with act("agreement_file.added", by=by) as done:
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.files.count() >= MOST:
            text = _("An agreement keeps at most %(most)s files. Please remove one that nobody needs any more.")
            raise DomainError(text % {"most": MOST}, field="file")
        row = AgreementFile(agreement=agreement, file=storing.store_file(upload=upload, by=by), added_by=by)
        check_and_save(row)
        done.object_id = str(row.pk)
    return row


def remove_file(*, row, by) -> None:
    """Destroy a file. Removed already, nothing happens any more."""
    with act("agreement_file.removed", by=by, object_id=row.pk):
        row = AgreementFile.objects.select_for_update().filter(pk=row.pk).first()
        if row is not None:
            file = row.file
            row.delete()
            storing.remove_file(file=file)
