"""The Django admin over our tables with the content of our pages: what one would have without writing any page.

Written as its documentation says, with `list_select_related` and prefetching; read-only, as whoever may not change.
"""

from django.contrib import admin
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from cases.enums import Phase
from cases.models import Appointment, Case, CaseNote, CasePhase, CounsellingSession, Explained, Outcome, Task
from umstieg.codelists.queries import Labels


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


class SessionInline(ReadOnly, admin.TabularInline):
    model = CounsellingSession
    fk_name = "case"
    extra = 0
    fields = (
        *("started_at", "mode", "setting", "result", "minutes", "site", "place", "counsellor"),
        *("topics", "mediation_language", "mediator", "mediation_minutes", "note", "version"),
    )
    readonly_fields = fields
    ordering = ("-started_at",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("site", "counsellor")


class Inline(ReadOnly, admin.TabularInline):
    """Rows of a case beside its sessions."""

    extra = 0
    shown: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    def get_fields(self, request, obj=None):
        return self.shown

    get_readonly_fields = get_fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.joined)


class NoteInline(Inline):
    model, shown, joined = CaseNote, ("noted_at", "text", "created_by"), ("created_by",)


class TaskInline(Inline):
    model, shown, joined = Task, ("text", "due_on", "assigned_to"), ("assigned_to",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(settled_at=None)


class AppointmentInline(Inline):
    model, shown = Appointment, ("starts_at", "minutes", "mode", "title", "site", "room", "place", "owner")
    joined = ("site", "room", "owner")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(starts_at__gte=timezone.now(), cancelled_at=None)


class PhaseInline(Inline):
    model, shown = CasePhase, ("phase", "started_on", "ended_on")


class ExplainedInline(Inline):
    model, shown, joined = Explained, ("item", "explained_on", "language", "explained_by"), ("explained_by",)


class OutcomeInline(Inline):
    model, shown, joined = Outcome, ("outcome", "happened_on", "note", "created_by"), ("created_by",)


class CaseAdmin(ReadOnly, admin.ModelAdmin):
    """The list with the columns of ours; the page of a case with what stands on the first page of our file."""

    list_display = (
        *("number", "pseudonym", "phases_shown", "last_contact_at", "mode_shown", "languages", "next_appointment"),
        *("open_tasks", "counsellor", "deputy", "site", "team", "opened_on", "closed_on"),
    )
    list_select_related = ("client", "counsellor", "deputy", "site", "team")
    list_per_page = 25
    ordering = ("-last_contact_at",)
    list_filter = ("closed_on",)
    show_full_result_count = False
    inlines = (
        *(SessionInline, NoteInline, TaskInline, AppointmentInline),
        *(PhaseInline, ExplainedInline, OutcomeInline),
    )
    fields = readonly_fields = (
        *("number", "pseudonym", "name", "contact_rule", "nationality", "birth_year", "languages", "channels"),
        *("team", "site", "counsellor", "deputy", "access_route", "opened_on", "client_since", "closed_on"),
        *("phases_shown", "last_contact_at", "mode_shown", "next_appointment", "open_tasks"),
    )

    def get_queryset(self, request):
        upcoming = Appointment.objects.filter(case=OuterRef("pk"), cancelled_at=None, starts_at__gte=timezone.now())
        return (
            super()
            .get_queryset(request)
            .visible_to(request.user)
            .select_related("client")
            .prefetch_related(
                Prefetch("phases", CasePhase.objects.filter(ended_on=None)), "client__languages", "client__channels"
            )
            .annotate(
                upcoming=Subquery(upcoming.order_by("starts_at").values("starts_at")[:1]),
                to_do=Count("tasks", filter=Q(tasks__settled_at=None), distinct=True),
            )
        )

    @admin.display(description="pseudonym")
    def pseudonym(self, case):
        return case.client.pseudonym

    @admin.display(description="name")
    def name(self, case):
        return case.client.name

    @admin.display(description="contact rule")
    def contact_rule(self, case):
        return case.client.contact_rule

    @admin.display(description="nationality")
    def nationality(self, case):
        return Labels("country")("country", case.client.nationality)

    @admin.display(description="birth year")
    def birth_year(self, case):
        return case.client.birth_year

    @admin.display(description="phases")
    def phases_shown(self, case):
        return ", ".join(str(Phase(row.phase).label) for row in case.phases.all())

    @admin.display(description="mode")
    def mode_shown(self, case):
        return Labels("contact_mode")("contact_mode", case.last_contact_mode)

    @admin.display(description="languages")
    def languages(self, case):
        return ", ".join(Labels("language")("language", row.language) for row in case.client.languages.all())

    @admin.display(description="channels")
    def channels(self, case):
        return ", ".join(f"{row.kind} {row.value}" for row in case.client.channels.all())

    @admin.display(description="next appointment")
    def next_appointment(self, case):
        return case.upcoming

    @admin.display(description="open tasks")
    def open_tasks(self, case):
        return case.to_do


site = Site(name="bench_admin")
site.register(Case, CaseAdmin)
