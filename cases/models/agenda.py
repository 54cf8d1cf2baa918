"""Tasks and appointments of a case, or one's own. Who sees them follows from the case; without a case, their owner."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Part
from umstieg.agenda.models import AbstractAppointment, AbstractTask
from umstieg.audit.registration import audited

from .case import Case
from .session import CounsellingSession


def _of_cases_or_own(rows, user, part, **own):
    """Rows of the cases of which `user` sees `part`, and her own without a case.

    A union rather than an OR: for an OR with a subquery PostgreSQL reads the whole table.
    """
    every = rows.model._default_manager.order_by()
    of_cases = every.filter(case__in=Case.objects.visible_to(user, part)).values("pk")
    return rows.filter(pk__in=of_cases.union(every.filter(case=None, **own).values("pk"), all=True))


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user, part=Part.NOTES):
        """Tasks whose text `user` may read: of the cases whose notes she sees (or `part`), and her own without one."""
        return _of_cases_or_own(self, user, part, assigned_to_id=user.pk)

    def open(self):
        return self.filter(settled_at=None)

    def ended_with(self, case):
        """Those that the closing of a case has ended, so that they can be taken up again with it."""
        return self.filter(case=case, ended_with_case=True)


@audited
class Task(AbstractTask):
    """Something to be done for a case, or for oneself (`case` empty)."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name=_("case")
    )
    session = models.ForeignKey(
        CounsellingSession, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True, editable=False
    )

    ended_with_case = models.BooleanField(default=False, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta(AbstractTask.Meta):
        constraints = [
            *AbstractTask.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_with_case=False) | Q(settled_at__isnull=False),
                name="cases_task_ended_with_case",
                violation_error_message=_("Ended with its case, it is settled."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], condition=Q(settled_at=None), name="cases_open_tasks"),
            models.Index(fields=["assigned_to", "due_on"], condition=Q(settled_at=None), name="cases_my_open_tasks"),
        ]


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user, part=Part.NOTES):
        """Appointments `user` may read: of the cases whose notes she sees (or `part`), and her own without one."""
        return _of_cases_or_own(self, user, part, owner_id=user.pk)

    def standing(self):
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def ended_with(self, case):
        """Those that the closing of a case has cancelled, so that they can be taken up again with it."""
        return self.filter(case=case, ended_with_case=True)


@audited
class Appointment(AbstractAppointment):
    """An agreed time with a client, or one's own (`case` empty). Once logged, it knows its session."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="appointments", null=True, blank=True, verbose_name=_("case")
    )
    session = models.OneToOneField(
        CounsellingSession,
        on_delete=models.PROTECT,
        related_name="appointment",
        null=True,
        blank=True,
        editable=False,
    )

    ended_with_case = models.BooleanField(default=False, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta(AbstractAppointment.Meta):
        constraints = [
            *AbstractAppointment.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_with_case=False) | Q(cancelled_at__isnull=False),
                name="cases_appointment_ended_with_case",
                violation_error_message=_("Ended with its case, it is called off."),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="cases_appointments_of"),
            models.Index(fields=["case", "starts_at"], name="cases_case_appointments"),
        ]
