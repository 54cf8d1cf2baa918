"""How often was counselled: a talk with several clients is one counselling, and a participation in each file."""

from django.db.models import Count, Q


def counts_of(sessions) -> dict[str, int]:
    """{"talks", "participations"} of some sessions, in one statement."""
    return sessions.aggregate(
        talks=Count("pk", filter=Q(occasion=None)) + Count("occasion", distinct=True),
        participations=Count("pk"),
    )
