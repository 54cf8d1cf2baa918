"""One session with how it read before."""

from types import SimpleNamespace

from django.utils.dateparse import parse_datetime

from umstieg.centre.models import Site
from umstieg.codelists.queries import Labels
from umstieg.core.formats import moment

from .case_file import session_entry


def session_with_versions(session) -> tuple[dict, list[dict]]:
    """The session as it reads now, and its earlier versions, newest first, each with who replaced it, when and why."""
    labels = Labels("contact_mode", "contact_setting", "accompaniment", "topic", "language")
    sites = dict(Site.objects.values_list("pk", "name"))
    earlier = []
    for version in session.versions.select_related("replaced_by").order_by("-version"):
        facts = version.facts
        before = SimpleNamespace(
            pk=session.pk,
            version=version.version,
            counsellor=session.counsellor,
            site=SimpleNamespace(name=sites.get(facts["site_id"], "")) if facts["site_id"] else None,
            **(facts | {"started_at": parse_datetime(facts["started_at"])}),
        )
        earlier.append(
            session_entry(before, labels)
            | {
                "replaced_at": moment(version.replaced_at),
                "replaced_by": version.replaced_by.name,
                "reason": version.reason,
            }
        )
    return session_entry(session, labels), earlier
