"""The files of agreements, as the page of a partner shows them."""

from collections import defaultdict

from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from network.models import AgreementFile
from umstieg.core.formats import day


def files_by_agreement(organisation) -> dict[str, list[dict]]:
    """{id of an agreement: its files, the newest first}, in one statement. What the files hold is not read."""
    rows = AgreementFile.objects.filter(agreement__organisation=organisation).select_related("file", "added_by")
    found = defaultdict(list)
    for one in rows.order_by("-added_at", "pk"):
        found[str(one.agreement_id)].append(
            {
                "id": str(one.pk),
                "name": one.file.name,
                "kind": one.file.get_kind_display(),
                "size": filesizeformat(one.file.size),
                "day": day(timezone.localdate(one.added_at)),
                "by": one.added_by.name,
            }
        )
    return found
