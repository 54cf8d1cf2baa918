"""The Django admin over our tables with the content of our pages: what one would have without writing any page.

Twice: as it is usually written, with a method for each column that is not a field and inlines as they come; and tuned,
with everything joined, annotated and prefetched. Read-only, as for whoever may not change.
"""

from django.contrib import admin
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.utils import timezone

from cases.enums import Phase
from cases.models import (
    Appointment,
    Case,
    CaseGrant,
    CaseNote,
    CasePause,
    CasePhase,
    CoCounselling,
    CounsellingSession,
    Explained,
    Goal,
    Handover,
    Outcome,
    PastClosing,
    SexWorkStatus,
    Task,
)
from umstieg.codelists.queries import Labels

JOINED = ("client", "counsellor", "deputy", "site", "team")


class ReadOnly:
    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Site(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


def inline(of, *shown, only=None, ordering=None):
    """An inline with these columns; tuned, it joins the people and sites it names."""

    class Inline(ReadOnly, admin.TabularInline):
        model, fields, readonly_fields, extra = of, shown, shown, 0
        fk_name = "case"

        def get_queryset(self, request):
            rows = super().get_queryset(request)
            if isinstance(self.admin_site, TunedSite):
                rows = rows.select_related(*(name for name in shown if of._meta.get_field(name).is_relation))
            return rows.filter(**only()) if only else rows

    Inline.ordering = ordering
    return Inline


INLINES = (
    inline(
        CounsellingSession,
        *("started_at", "mode", "setting", "result", "minutes", "site", "place", "counsellor"),
        *("topics", "mediation_language", "mediator", "mediation_minutes", "note", "version"),
        ordering=("-started_at",),
    ),
    inline(CaseNote, "noted_at", "text", "created_by", ordering=("-noted_at",)),
    inline(Task, "text", "due_on", "assigned_to", only=lambda: {"settled_at": None}),
    inline(
        Appointment,
        *("starts_at", "minutes", "mode", "title", "site", "room", "place", "owner"),
        only=lambda: {"starts_at__gte": timezone.now(), "cancelled_at": None},
    ),
    inline(CasePhase, "phase", "started_on", "ended_on"),
    inline(Explained, "item", "explained_on", "language", "explained_by"),
    inline(Outcome, "outcome", "happened_on", "note", "created_by"),
    inline(CasePause, "kind", "started_on", "ended_on", "note"),
    inline(CoCounselling, "user", "started_on", "ended_on"),
    inline(Handover, "handed_on", "from_user", "to_user"),
    inline(PastClosing, "closed_on", "closing_reason", "closed_by", "reopened_on", "reopened_by"),
    inline(
        CaseGrant, "user", "kind", "part", "ends_at", only=lambda: {"ended_at": None, "ends_at__gt": timezone.now()}
    ),
    inline(SexWorkStatus, "status", "since_on", "created_by"),
    inline(Goal, "title", "theme", "state", "state_on", "agreed_on", "version", "created_by"),
)


class CaseAdmin(ReadOnly, admin.ModelAdmin):
    """The list with the columns of ours; the page of a case with what stands on the first page of our file."""

    list_display = (
        *("number", "pseudonym", "phases_shown", "counsellor", "deputy", "next_appointment", "overdue"),
        *("last_contact_at", "mode_shown", "languages"),
    )
    # Our list is narrowed by the same, and says how many there are.
    list_filter = (("closed_on", admin.EmptyFieldListFilter), "phases__phase", "site")
    list_select_related = JOINED
    list_per_page = 25
    ordering = ("-closed_on", "-last_contact_at", "-number")
    show_full_result_count = False
    inlines = INLINES
    fields = readonly_fields = (
        *("number", "pseudonym", "contact_rule", "languages", "channels", "team", "site", "counsellor", "deputy"),
        *("opened_on", "client_since", "closed_on", "phases_shown", "last_contact_at", "mode_shown"),
        *("next_appointment", "overdue", "other_cases", "own_notes"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="pseudonym")
    def pseudonym(self, case):
        return case.client.pseudonym

    @admin.display(description="contact rule")
    def contact_rule(self, case):
        return case.client.contact_rule

    @admin.display(description="phases")
    def phases_shown(self, case):
        return ", ".join(str(Phase(row.phase).label) for row in case.phases.filter(ended_on=None))

    @admin.display(description="mode")
    def mode_shown(self, case):
        return Labels("contact_mode")("contact_mode", case.last_contact_mode)

    @admin.display(description="languages")
    def languages(self, case):
        spoken = [row.language for row in case.client.languages.all() if row.needs_mediation]
        return ", ".join(Labels("language").many("language", spoken))

    @admin.display(description="channels")
    def channels(self, case):
        return ", ".join(f"{row.kind} {row.value}" for row in case.client.channels.all())

    @admin.display(description="next appointment")
    def next_appointment(self, case):
        return _coming().filter(case=case).values_list("starts_at", flat=True).first()

    @admin.display(description="overdue")
    def overdue(self, case):
        return _overdue().filter(case=case).count()

    @admin.display(description="other cases")
    def other_cases(self, case):
        return ", ".join(str(one) for one in case.client.cases.exclude(pk=case.pk))

    @admin.display(description="personal notes")
    def own_notes(self, case):
        return case.personal_notes.count()


class TunedCaseAdmin(CaseAdmin):
    """The same in as few statements as the admin can do with."""

    def get_queryset(self, request):
        due = _overdue().filter(case=OuterRef("pk")).order_by().values("case").annotate(number=Count("pk"))
        running = Prefetch("phases", CasePhase.objects.filter(ended_on=None), to_attr="running")
        return (
            super()
            .get_queryset(request)
            .select_related(*JOINED)
            .prefetch_related(running, "client__languages", "client__channels")
            .annotate(
                coming=Subquery(_coming().filter(case=OuterRef("pk")).values("starts_at")[:1]),
                due=Subquery(due.values("number")),
            )
        )

    @admin.display(description="phases")
    def phases_shown(self, case):
        return ", ".join(str(Phase(row.phase).label) for row in case.running)

    @admin.display(description="next appointment")
    def next_appointment(self, case):
        return case.coming

    @admin.display(description="overdue")
    def overdue(self, case):
        return case.due or 0


class TunedSite(Site):
    pass


def _coming():
    return Appointment.objects.filter(cancelled_at=None, starts_at__gte=timezone.now()).order_by("starts_at")


def _overdue():
    return Task.objects.filter(settled_at=None, due_on__lt=timezone.localdate())


site, tuned_site = Site(name="bench_admin"), TunedSite(name="bench_tuned")
site.register(Case, CaseAdmin)
tuned_site.register(Case, TunedCaseAdmin)
