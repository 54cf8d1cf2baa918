"""The case: one path of support, with a team and a fixed contact person. `visible_to` is the rule of who sees it."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Phase
from umstieg.access.enums import Part, Relation, Role
from umstieg.access.matrix import CASE_PARTS, relations_showing
from umstieg.audit.registration import audited
from umstieg.centre.models import Site, Team
from umstieg.codelists.fields import CodeField, EncryptedCodeField
from umstieg.core.constraints import both_or_neither, not_before, one_of
from umstieg.core.fields import EncryptedDateField
from umstieg.core.validators import not_in_future

from .client import Client
from .grant import CaseGrant, CaseLock


class CaseQuerySet(models.QuerySet):
    """The only way to a case."""

    def visible_to(self, user, part=Part.FACTS):
        """Cases of which `user` sees at least `part` at this moment.

        The rule is `matrix.CASE_PARTS`: a counsellor sees all of the cases she is named on as contact person or
        co-counsellor, a team lead the facts of her team's cases, nobody else any; a grant opens more for a time, and
        from whom a case is hidden by a lock sees nothing of it, whatever her role.
        """
        return self.filter(_seen(user, part)).exclude(pk__in=_hidden_from(user))

    def with_shown_part(self, user):
        """Each case with `shown_part`: the highest part that `user` sees of it (None: nothing)."""
        return self.annotate(
            shown_part=models.Case(
                models.When(pk__in=_hidden_from(user), then=None),
                *(models.When(_seen(user, part), then=models.Value(int(part))) for part in reversed(Part)),
                default=None,
                output_field=models.IntegerField(null=True),
            )
        )

    def running(self):
        return self.filter(closed_on=None)

    def deputised_to(self, user):
        """Running cases in which `user` may step in: she is the named deputy and counsels in their team today."""
        named = self.running().filter(deputy_id=user.pk, team_id__in=user.team_ids(Role.COUNSELLOR))
        return named.exclude(pk__in=_hidden_from(user))


def _seen(user, part) -> Q:
    """Cases of which `user` sees at least `part`, locks aside; none without a role that shows it."""
    named, of_teams = [], Q(pk__in=[])
    for role, relation in relations_showing(part):
        if role not in user.roles:
            continue
        if relation == Relation.TEAM:
            of_teams |= Q(team_id__in=user.team_ids(role))
        elif relation == Relation.OWN:
            named += _own(user)
        elif not (relation == Relation.REASON and part <= CASE_PARTS[role, Relation.TEAM]):  # her team's anyhow
            named.append(_granted(user, role, relation, part))
    # One union and no OR between subqueries: with one PostgreSQL reads the whole table.
    return Q(pk__in=named[0].union(*named[1:], all=True)) | of_teams if named else of_teams


def _hidden_from(user):
    """Ids of the cases that a lock hides from `user`."""
    return CaseLock.objects.in_force().filter(user_id=user.pk).values("case_id")


def _own(user):
    """Ids of the cases on which `user` is named today, as contact person or co-counsellor."""
    shared = CoCounselling.objects.in_force(timezone.localdate()).filter(user_id=user.pk).values("case_id")
    return [Case.objects.filter(counsellor_id=user.pk).values("pk"), shared]


def _granted(user, role, relation, part):
    """Ids of the cases that a grant opens to `user`. Stepping in and a lead's reason end with her place in the team."""
    grants = CaseGrant.objects.in_force().filter(user_id=user.pk, kind=relation, part__gte=int(part))
    if relation != Relation.EMERGENCY:
        grants = grants.filter(case__team_id__in=user.team_ids(role))
    return grants.values("case_id")


# Kept by `services.contact` from the sessions of the case, so that lists sort by an index. Not audited: they repeat
# what the sessions say, and `check_last_contact` compares them.
DERIVED = ("last_contact_at", "last_contact_mode")


@audited(exclude=DERIVED)
class Case(models.Model):
    """One path of support. A client may have several over the years, also at the same time in two teams."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("case number"), max_length=12, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="cases", verbose_name=_("client"))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases", verbose_name=_("team"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cases", verbose_name=_("site"))
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases", verbose_name=_("contact person")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputy_cases",
        null=True,
        blank=True,
        verbose_name=_("deputy"),
        help_text=_("Named for the client. Sees the file only after stepping in."),
    )
    access_route = EncryptedCodeField(_("way to us"), codelist="access_route")
    opened_on = models.DateField(_("opened on"), default=timezone.localdate, validators=[not_in_future])
    client_since = models.DateField(
        _("client since"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("Guide 1.1.3: advised beyond a single contact."),
    )
    no_contact_days = models.PositiveSmallIntegerField(
        _("long without contact after"),
        null=True,
        blank=True,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_("Days. Empty: as in the team."),
    )
    no_questions_on = EncryptedDateField(_("no questions today"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closing_reason = EncryptedCodeField(_("reason for closing"), codelist="closing_reason", null=True, default=None)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, blank=True, editable=False)
    last_contact_mode = CodeField(_("mode of the last contact"), codelist="contact_mode", editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            not_before(
                "closed_on", "opened_on", name="cases_case_closed_after", message=_("The end lies before the opening.")
            ),
            not_before(
                "client_since",
                "opened_on",
                name="cases_case_client_after",
                message=_("Nobody is a client before the case was opened."),
            ),
            both_or_neither(
                "closed_on", "closed_by", name="cases_case_closed_by", message=_("Closing has a date and a person.")
            ),
            both_or_neither(
                "closed_on", "closing_reason", name="cases_case_closing_reason", message=_("Closing has a reason.")
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("counsellor")),
                name="cases_case_deputy_is_other",
                violation_error_code="deputy",
                violation_error_message=_("The deputy is somebody other than the contact person."),
            ),
        ]
        indexes = [
            models.Index(fields=["counsellor", "closed_on", "number"], name="cases_own_running"),
            models.Index(fields=["team", "closed_on", "number"], name="cases_team_running"),
            # The order of lists: running cases first, without any contact before the latest contact.
            models.Index(fields=["-closed_on", "-last_contact_at", "-number"], name="cases_by_contact"),
            models.Index(fields=["-closed_on", "-number"], name="cases_by_number"),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        """Never writes back derived columns that were read before somebody else's session was logged."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                one.name for one in self._meta.concrete_fields if not one.primary_key and one.name not in DERIVED
            ]
        super().save(*args, **kwargs)


class CoCounsellingQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on)))


@audited
class CoCounselling(models.Model):
    """A colleague or trainee who works on the case too and sees all of it. `ended_on` is the first day without."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="co_counsellings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="co_counsellings", verbose_name=_("person")
    )
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = CoCounsellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-counsellor")
        constraints = [
            not_before(
                "ended_on", "started_on", name="cases_co_dates", message=_("The end lies before the beginning.")
            ),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_on=None),
                name="cases_one_open_co_counselling",
                violation_error_message=_("This person already works on the case."),
            ),
        ]
        indexes = [models.Index(fields=["user", "case"], name="cases_co_by_user")]

    def __str__(self):
        return str(self.pk)


@audited
class CasePhase(models.Model):
    """A phase of the case from–to; several may run at once (domain d.11a)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="phases")
    phase = models.CharField(_("phase"), max_length=20, choices=Phase)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("phase")
        constraints = [
            one_of("phase", Phase, name="cases_phase_phase"),
            not_before(
                "ended_on", "started_on", name="cases_phase_dates", message=_("The end lies before the beginning.")
            ),
            models.UniqueConstraint(
                fields=["case", "phase"],
                condition=Q(ended_on=None),
                name="cases_one_open_phase",
                violation_error_message=_("This phase is already running."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
