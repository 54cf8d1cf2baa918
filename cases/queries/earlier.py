"""A session or an entry in the file, with how it read before."""

from types import SimpleNamespace

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from umstieg.centre.models import Site
from umstieg.codelists.queries import Labels
from umstieg.core.formats import day, moment

from .case_file import session_entry


def session_with_versions(session) -> tuple[dict, list[dict]]:
    """The session as it reads now, and its earlier versions, newest first, each with who replaced it, when and why."""
    labels = Labels("contact_mode", "contact_setting", "accompaniment", "topic", "language")
    sites = dict(Site.objects.values_list("pk", "name"))

    def read_before(version, facts):
        before = SimpleNamespace(
            pk=session.pk,
            version=version,
            counsellor=session.counsellor,
            site=SimpleNamespace(name=sites.get(facts["site_id"], "")) if facts["site_id"] else None,
            **(facts | {"started_at": parse_datetime(facts["started_at"])}),
        )
        return session_entry(before, labels)

    return session_entry(session, labels) | {"who": session.counsellor.name}, _earlier(session, read_before)


def note_with_versions(note) -> tuple[dict, list[dict]]:
    """The entry as it reads now, and its earlier versions, newest first, each with who replaced it, when and why."""

    def read_before(version, facts):
        return _note_entry(facts["text"], parse_datetime(facts["noted_at"]))

    return _note_entry(note.text, note.noted_at) | {"who": note.created_by.name}, _earlier(note, read_before)


def _note_entry(text, noted_at):
    at = timezone.localtime(noted_at)
    return {"day": day(at.date()), "time": f"{at:%H:%M}", "text": text}


def _earlier(row, read_before):
    return [
        read_before(one.version, one.facts)
        | {"replaced_at": moment(one.replaced_at), "replaced_by": one.replaced_by.name, "reason": one.reason}
        for one in row.versions.select_related("replaced_by").order_by("-version")
    ]
