"""The page of one partner. It knows no case, in any role."""

from dataclasses import dataclass

from django.utils import timezone

from network.enums import ActivityKind, ContactKind, Cost, Experience, Known, Stage
from network.hours import said_by_day
from network.models import Activity, Organisation
from umstieg.centre.enums import Accessibility
from umstieg.codelists.queries import Labels, keys_in_group
from umstieg.core.collation import sort_key
from umstieg.core.formats import day, days_ago
from umstieg.core.shown import Shown

from .agreement_file import files_by_agreement
from .task import tasks_with

OLD_MONTHS = 12
NEVER_ON_SHEETS = ("operator", "press", "funder")  # groups of kinds that no client is handed
NEVER_ON_SHEETS_KINDS = ("polizei",)
MOST_ACTIVITIES = 20


@dataclass
class PersonRow(Shown):
    """A person of the network, ready to print."""

    id: str
    name: str
    kind: str
    kind_label: str
    function: str
    phone: str
    email: str
    languages: list[str]
    hours: list[tuple[str, str]]
    hours_note: str
    since: str
    until: str
    trained: str
    accompanied_by: str
    note: str
    is_current: bool
    organisation_id: str = ""
    organisation: str = ""

    @property
    def is_untrained(self) -> bool:
        """126-09: trained before she begins."""
        return self.kind == ContactKind.VOLUNTEER and not self.trained


def person_rows(people, *, today=None) -> list[PersonRow]:
    """People with their organisation and who accompanies them (select_related both), by name, former ones last."""
    today, labels = today or timezone.localdate(), Labels("language")
    rows = [
        PersonRow(
            id=str(one.pk),
            name=one.name,
            kind=one.kind,
            kind_label=ContactKind(one.kind).label,
            function=one.function,
            phone=one.phone,
            email=one.email,
            languages=labels.many("language", one.languages),
            hours=said_by_day(one.hours),
            hours_note=one.hours_note,
            since=day(one.since),
            until=day(one.until),
            trained=day(one.trained_on),
            accompanied_by=one.accompanied_by.name if one.accompanied_by else "",
            note=one.note,
            is_current=one.until is None or one.until > today,
            organisation_id=str(one.organisation_id or ""),
            organisation=one.organisation.name if one.organisation else "",
        )
        for one in people
    ]
    return sorted(rows, key=lambda row: (not row.is_current, sort_key(row.name)))


def people_of(organisation) -> list[PersonRow]:
    return person_rows(organisation.people.select_related("organisation", "accompanied_by"))


def partner_facts(organisation) -> list[tuple[str, str]]:
    """(label, value) pairs of what it offers; what nobody has asked is left out."""
    labels = Labels("german_level")
    name = Organisation._meta.get_field

    def known(value, enum):
        return "" if value == enum.UNKNOWN else str(enum(value).label)

    return [
        (name("region").verbose_name, organisation.region),
        (name("cost").verbose_name, known(organisation.cost, Cost)),
        (name("is_anonymous").verbose_name, known(organisation.is_anonymous, Known)),
        (name("insurance_needed").verbose_name, known(organisation.insurance_needed, Known)),
        (name("german_needed").verbose_name, labels("german_level", organisation.german_needed)),
        (name("is_for_target_group").verbose_name, str(Known.YES.label) if organisation.is_for_target_group else ""),
        (name("waiting_time").verbose_name, organisation.waiting_time),
        (name("preconditions").verbose_name, organisation.preconditions),
        (name("papers_needed").verbose_name, organisation.papers_needed),
        (name("experience").verbose_name, known(organisation.experience, Experience)),
    ]


def site_rows(organisation) -> list[dict]:
    return [
        {
            "id": str(site.pk),
            "name": site.name,
            "address": site.address,
            "phone": site.phone,
            "email": site.email,
            "hours": said_by_day(site.hours),
            "hours_note": site.hours_note,
            "access": "" if site.accessibility == Accessibility.UNKNOWN else Accessibility(site.accessibility).label,
        }
        for site in organisation.sites.order_by("name", "pk")
    ]


def stage_rows(organisation) -> list[tuple[str, str, str]]:
    """(stage, since, by whom), the newest first."""
    rows = organisation.stages.order_by("-since", "-pk").values_list("stage", "since", "noted_by__name")
    return [(str(Stage(stage).label), day(since), name) for stage, since, name in rows]


def agreement_rows(organisation, today) -> list[dict]:
    """Agreements, standing ones first, with their parts and files, and whether they should be looked through."""
    files = files_by_agreement(organisation)
    rows = sorted(organisation.agreements.all(), key=lambda one: (one.ended_on is not None, -one.agreed_on.toordinal()))
    return [
        {
            "id": str(one.pk),
            "title": one.title,
            "agreed": day(one.agreed_on),
            "our_part": one.our_part,
            "their_part": one.their_part,
            "goals": one.goals,
            "review": day(one.review_on),
            "is_due": one.ended_on is None and one.review_on is not None and one.review_on <= today,
            "reviewed": day(one.reviewed_on),
            "ended": day(one.ended_on),
            "files": files.get(str(one.pk), []),
        }
        for one in rows
    ]


def activity_rows(activities) -> list[dict]:
    """Activities (prefetch organisations, volunteers; select done_by) in the order given."""
    return [
        {
            "id": str(one.pk),
            "kind": ActivityKind(one.kind).label,
            "title": one.title,
            "text": one.text,
            "day": day(one.held_on),
            "by": one.done_by.name,
            "partners": [(str(each.pk), each.name) for each in one.organisations.all()],
            "volunteers": sorted((each.name for each in one.volunteers.all()), key=sort_key),
            "untrained": any(each.trained_on is None for each in one.volunteers.all()),
        }
        for one in activities
    ]


def activities(organisation=None):
    """Activities, the newest first, ready for `activity_rows`."""
    rows = Activity.objects if organisation is None else organisation.activities
    return (
        rows.order_by("-held_on", "-created_at", "pk")
        .select_related("done_by")
        .prefetch_related("organisations", "volunteers")
    )


def partner_page(organisation, user, *, today=None) -> dict:
    """Everything on the page of a partner, in a fixed number of statements; `user` is who reads it."""
    today = today or timezone.localdate()
    labels = Labels("partner_type", "topic", "language")
    people = people_of(organisation)
    holders = list(organisation.liaisons.select_related("user").order_by("until", "since", "pk"))
    standing = [one for one in holders if one.until is None and one.user.is_active]
    return {
        "kind": labels("partner_type", organisation.kind),
        "topics": labels.many("topic", organisation.topics),
        "languages": labels.many("language", organisation.languages),
        "facts": partner_facts(organisation),
        "stage_label": Stage(organisation.stage).label,
        "stages": stage_rows(organisation),
        "next_stages": [(one.value, one.label) for one in Stage if one != organisation.stage],
        "sites": site_rows(organisation),
        "people": people,
        "current_people": sum(row.is_current for row in people),
        "holders": standing,
        "former": [one for one in holders if one not in standing],
        "agreements": agreement_rows(organisation, today),
        "activities": activity_rows(activities(organisation)[:MOST_ACTIVITIES]),
        "tasks": tasks_with(organisation, user, today=today),
        "checked": days_ago(organisation.checked_on, today),
        "may_be_handed_out": may_be_handed_out(organisation),
    }


def may_be_handed_out(organisation) -> bool:
    """Whether a client may get a sheet of it: never operators, the police, press, funders, nor what is gone."""
    return (
        organisation.ended_on is None
        and organisation.kind not in NEVER_ON_SHEETS_KINDS
        and organisation.kind not in keys_in_group("partner_type", *NEVER_ON_SHEETS)
    )
