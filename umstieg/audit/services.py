"""Reading what the log holds of a colleague: asked for with a cause, decided by a second person."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.core.errors import DomainError

from .models import PersonSearch
from .recording import act

SHORTEST_CAUSE = 20  # characters


def request_person_search(*, about, since, until, cause, by) -> PersonSearch:
    """Ask to read a colleague's events of a period. DomainError without a cause that says something, or for oneself."""
    if len(" ".join(cause.split())) < SHORTEST_CAUSE:
        raise DomainError(_("Please say in at least 20 characters what happened."), "cause")
    if about == by:
        raise DomainError(_("What is logged about yourself stands in your account."), "about")
    search = PersonSearch(about=about, since=since, until=until, cause=cause, requested_by=by)
    with act("person_search.requested", by=by, object_id=search.pk):
        search.full_clean()
        search.save(force_insert=True)
    return search


def decide_person_search(*, search, approve, by) -> PersonSearch:
    """Approve or refuse as the second person, once; approved, it may be read for a day.

    DomainError for who has asked, whom it is about, and when it was decided already.
    """
    with act(f"person_search.{'approved' if approve else 'refused'}", by=by, object_id=search.pk):
        search = PersonSearch.objects.select_for_update().get(pk=search.pk)
        if by.pk in (search.requested_by_id, search.about_id):
            raise DomainError(_("The second person is neither who asks nor who is asked about."))
        if search.decided_at:
            raise DomainError(_("This request has been decided already."))
        search.decided_by, search.decided_at, search.is_approved = by, timezone.now(), approve
        search.full_clean()
        search.save(update_fields=["decided_by", "decided_at", "is_approved"])
    return search
