"""User and Membership. Rights follow from memberships of today and `umstieg.access.matrix`, from nothing else."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.access.enums import Role
from umstieg.access.matrix import CENTRE_ROLES
from umstieg.audit.registration import audited
from umstieg.centre.models import SecrecyText, Team
from umstieg.codelists.fields import CodeField
from umstieg.core.composed import ask
from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedCharField

from .enums import Decision, ProposalKind


class UserManager(BaseUserManager):
    """Finds people by e-mail without regard to case."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


@audited(exclude=("password", "last_login"))
class User(AbstractBaseUser):
    """Somebody who works here. Never deleted, only disabled: the log names her."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, db_collation="german")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                name="accounts_one_account_per_email",
                violation_error_message=_("There is already an account with this e-mail."),
            )
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    @property
    def initials(self):
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def has_been_here(self) -> bool:
        """Whether she has ever chosen a password; before that the account waits for its invitation."""
        return self.has_usable_password()

    # --- roles -------------------------------------------------------------------------------------

    @property
    def memberships_today(self) -> list["Membership"]:
        """Memberships in force today; read once per instance, and every request has its own instance."""
        if not hasattr(self, "_memberships_today"):
            self._memberships_today = ask(("memberships_today",), _memberships_today, user=self.pk)
        return self._memberships_today

    def forget_memberships(self):
        """After a change of memberships: read them anew."""
        for name in ("_memberships_today", "_roles"):
            self.__dict__.pop(name, None)

    @property
    def roles(self) -> frozenset[str]:
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            self._roles = frozenset(membership.role for membership in self.memberships_today)
        return self._roles

    @property
    def roles_label(self) -> str:
        labels = dict.fromkeys(str(Role(membership.role).label) for membership in self.memberships_today)
        return ", ".join(labels)

    def team_ids(self, role: str) -> list[int]:
        """Teams in which this person holds a role today."""
        return [m.team_id for m in self.memberships_today if m.role == role and m.team_id] if self.is_active else []

    # --- what Django asks, answered with no: see docs/adr/0004 -----------------------------------------

    is_staff = False
    is_superuser = False

    def has_perm(self, perm, obj=None):
        return False

    def has_perms(self, perm_list, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


def _memberships_today(user):
    return Membership.objects.in_force().filter(user=user).select_related("team").order_by("role", "pk")


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Memberships that hold on a day (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on)))


@audited
class Membership(models.Model):
    """A person holds a role in a team; administration and data protection serve the whole centre.

    `ended_on` is the first day without it, so that ending it today acts with the next request.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True, verbose_name=_("team")
    )
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            one_of("role", Role, name="accounts_membership_role"),
            not_before(
                "ended_on",
                "started_on",
                name="accounts_membership_dates",
                message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=CENTRE_ROLES, team=None) | (~Q(role__in=CENTRE_ROLES) & Q(team__isnull=False)),
                name="accounts_membership_team",
                violation_error_message=_("This role needs a team, or serves the whole centre and has none."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "team"],
                condition=Q(ended_on=None),
                name="accounts_one_open_membership",
                violation_error_message=_("This person already holds the role in this team."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_on=None, team=None),
                name="accounts_one_open_centre_membership",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role} {self.team_id or ''}".strip()


@audited
class SpokenLanguage(models.Model):
    """A language somebody who works here counsels in (114-17)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="spoken_languages")
    language = CodeField(_("language"), codelist="language", blank=False)

    class Meta:
        verbose_name = _("language spoken here")
        constraints = [models.UniqueConstraint(fields=["user", "language"], name="accounts_one_row_per_language")]

    def __str__(self):
        return str(self.pk)


class SignIn(models.Model):
    """A session of somebody, so that she finds and ends it from elsewhere. Not audited: the log has the sign-in itself.

    The key is encrypted: a copy of this table opens no session.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = EncryptedCharField(max_length=40)
    browser = models.CharField(max_length=20, blank=True, default="")
    system = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.pk)


@audited
class SecrecyBinding(models.Model):
    """Somebody was bound to secrecy (§ 203 StGB) by a text, on a day. Never changed: a new text asks for a new one."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bindings", verbose_name=_("person"))
    text = models.ForeignKey(SecrecyText, on_delete=models.PROTECT, related_name="bindings", verbose_name=_("text"))
    bound_on = models.DateField(_("bound on"))
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("binding to secrecy")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"],
                name="accounts_one_binding_per_text",
                violation_error_message=_("This person is already bound by this text."),
            )
        ]

    def __str__(self):
        return str(self.pk)


@audited(exclude=("secret_digest",))
class Invitation(models.Model):
    """A link that lets somebody choose her first password, once. Only the digest of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("person"))
    secret_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="accounts_invitation_one_end",
                violation_error_message=_("An invitation is taken up or revoked, not both."),
            ),
            not_before(
                "expires_at",
                "created_at",
                name="accounts_invitation_expires",
                message=_("The end lies before the beginning."),
            ),
            not_before(
                "accepted_at",
                "created_at",
                name="accounts_invitation_accepted",
                message=_("The end lies before the beginning."),
            ),
            not_before(
                "revoked_at",
                "created_at",
                name="accounts_invitation_revoked",
                message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self):
        return str(self.pk)


@audited
class Proposal(models.Model):
    """What an administrator proposes about a person and somebody else decides: a role, or a new second factor.

    It stands in a table of its own, so that nothing proposed can count as held by mistake.
    """

    kind = models.CharField(max_length=20, choices=ProposalKind)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True, default="")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=20, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            one_of("kind", ProposalKind, name="accounts_proposal_kind"),
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.SECOND_FACTOR, role="", team=None, started_on=None, ended_on=None)
                | Q(kind=ProposalKind.ROLE, role=Role.AUDITOR, team=None, started_on__isnull=False)
                | (
                    Q(kind=ProposalKind.ROLE, team__isnull=False, started_on__isnull=False)
                    & ~Q(role="")
                    & ~Q(role__in=CENTRE_ROLES)
                ),
                name="accounts_proposal_says_what",
            ),
            not_before(
                "ended_on",
                "started_on",
                name="accounts_proposal_dates",
                message=_("The end lies before the beginning."),
            ),
            not_before(
                "decided_at",
                "asked_at",
                name="accounts_proposal_decided",
                message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (Q(decision__in=Decision.values) & Q(decided_at__isnull=False)),
                name="accounts_proposal_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decision=Decision.CONFIRMED) | ~Q(decided_by=models.F("user")),
                name="accounts_nobody_confirms_her_own",
                violation_error_message=_("Nobody decides about herself."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decision=Decision.CONFIRMED) | ~Q(decided_by=models.F("asked_by")),
                name="accounts_two_people_decide",
                violation_error_message=_("Two people decide: who asks does not confirm."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "team"],
                condition=Q(decision="", kind=ProposalKind.ROLE),
                name="accounts_one_open_role_proposal",
                violation_error_message=_("This is proposed already and waits to be confirmed."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(decision="", kind=ProposalKind.SECOND_FACTOR),
                name="accounts_one_open_reset",
                violation_error_message=_("This is proposed already and waits to be confirmed."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
