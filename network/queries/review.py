"""Where the network is thin: what a lead looks through with her team (24-01, 24-04, 24-08, 24-V)."""

import uuid
from collections import Counter

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from network.enums import Stage, TermKind
from network.models import Agreement, ContactPerson, Organisation, ReflectionSheet, Term
from umstieg.codelists.queries import Labels, grouped_choices, keys_of
from umstieg.core.formats import day, days_ago
from umstieg.core.pages import CAP

from .find import holders_of

A_YEAR = relativedelta(years=1)
OTHER = "sonstige"  # the rest of the list is no need
COOPERATING = (Stage.INFORMED, Stage.COOPERATING)


def sheet_key(topic) -> str:
    """The id under which a draft of the sheet of a topic is kept: those are random ids everywhere else."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"umstieg:reflection:{topic}"))


def topic_of_sheet(key) -> str:
    """The topic of such an id; "" if there is none."""
    return next((topic for topic in keys_of("topic", known_only=True) if sheet_key(topic) == str(key)), "")


def topics_with_partners() -> list[tuple[str, list[dict]]]:
    """Every topic, in its group, with how many partners help with it; 0 is a need without partner (24-01).

    A dormant cooperation helps nobody: it is counted apart.
    """
    living = Term.objects.filter(kind=TermKind.TOPIC, organisation__ended_on=None)
    known, dormant = Counter(), Counter()
    for key, stage, number in living.values_list("key", "organisation__stage").annotate(number=Count("pk")):
        (dormant if stage == Stage.DORMANT else known)[key] += number
    written = dict(ReflectionSheet.objects.values_list("topic", "changed_at"))
    return [
        (
            group,
            [
                {
                    "key": key,
                    "label": label,
                    "partners": known[key],
                    "dormant": dormant[key],
                    "sheet": day(timezone.localtime(written[key]).date()) if key in written else "",
                }
                for key, label in topics
                if key != OTHER
            ],
        )
        for group, topics in grouped_choices("topic", known_only=True)
    ]


def without_contact_person(today=None):
    """Partners nobody can be called at."""
    people = ContactPerson.objects.current(today).filter(organisation=OuterRef("pk"))
    return _listed(Organisation.objects.living().exclude(stage=Stage.DORMANT).filter(~Exists(people)))


def with_one_contact_person(today=None):
    today = today or timezone.localdate()
    current = Q(people__until=None) | Q(people__until__gt=today)
    rows = Organisation.objects.living().filter(stage__in=COOPERATING)
    return _listed(rows.annotate(number=Count("people", filter=current)).filter(number=1))


def with_too_few_holders():
    """Partners whose relation hangs on one of us, or on nobody; (rows with one, rows with none)."""
    standing = Count("liaisons", filter=Q(liaisons__until=None, liaisons__user__is_active=True))
    rows = Organisation.objects.living().exclude(stage=Stage.DORMANT).annotate(number=standing)
    return _listed(rows.filter(number=1)), _listed(rows.filter(number=0))


def _listed(organisations):
    labels = Labels("partner_type")
    found = list(organisations.order_by("name", "pk").values_list("pk", "name", "kind", "stage")[:CAP])
    holders = holders_of([pk for pk, *_rest in found])
    return [
        {
            "id": str(pk),
            "name": name,
            "kind": labels("partner_type", kind),
            "stage": Stage(stage).label,
            "holders": holders[pk],
        }
        for pk, name, kind, stage in found
    ]


def old_agreements(today=None) -> list[dict]:
    """Agreements that nobody has looked through for a year, or whose day has come; the oldest first."""
    today = today or timezone.localdate()
    old = Q(reviewed_on=None, agreed_on__lte=today - A_YEAR) | Q(reviewed_on__lte=today - A_YEAR)
    rows = Agreement.objects.standing().filter(old | Q(review_on__lte=today)).filter(organisation__ended_on=None)
    return _agreements(rows, today)


def _agreements(rows, today):
    return [
        {
            "id": str(one.pk),
            "title": one.title,
            "organisation_id": str(one.organisation_id),
            "organisation": one.organisation.name,
            "since": days_ago(one.reviewed_on or one.agreed_on, today),
            "review": day(one.review_on),
            "is_due": one.review_on is not None and one.review_on <= today,
        }
        for one in rows.select_related("organisation").order_by("review_on", "agreed_on", "pk")[:CAP]
    ]
