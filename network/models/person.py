"""People of the network: contact persons of partners, language mediators, volunteers, landlords, employers.

None of them signs in or sees a case (23-04). Who they are is encrypted: that somebody helps here says something too.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.enums import ContactKind
from umstieg.audit.registration import audited
from umstieg.codelists.fields import CodesField
from umstieg.core.constraints import not_before, one_of
from umstieg.core.fields import EncryptedCharField, EncryptedTextField
from umstieg.core.validators import not_in_future

from .fields import HoursField
from .organisation import Organisation


class ContactPersonQuerySet(models.QuerySet):
    def current(self, today=None):
        """There today."""
        today = today or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today))


@audited
class ContactPerson(models.Model):
    """Somebody to talk to: of an organisation, or by herself (mediators, volunteers, small landlords: 123-08)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="people",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("what she is"), max_length=16, choices=ContactKind, default=ContactKind.OFFICIAL)
    name = EncryptedCharField(_("name"), max_length=120)
    function = EncryptedCharField(_("function"), max_length=120, blank=True, default="")
    phone = EncryptedCharField(_("phone"), max_length=40, blank=True, default="")
    email = EncryptedCharField(_("e-mail"), max_length=200, blank=True, default="")
    languages = CodesField(_("languages"), codelist="language")
    hours = HoursField(_("hours"), max_length=400, blank=True)
    hours_note = EncryptedCharField(_("about the hours"), max_length=120, blank=True, default="")
    since = models.DateField(_("since"), null=True, blank=True, validators=[not_in_future])
    until = models.DateField(_("until"), null=True, blank=True)
    trained_on = models.DateField(
        _("trained on"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("Volunteers are trained by professionals before they begin (guide 1.2.6)."),
    )
    is_leisure_only = models.BooleanField(
        _("leisure only"),
        default=True,
        help_text=_("Volunteers help with leisure offers, accompanied by a colleague, and never counsel (guide 2.3)."),
    )
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("accompanied by"),
    )
    note = EncryptedTextField(_("note"), max_length=2000, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of the network")
        verbose_name_plural = _("people of the network")
        constraints = [
            one_of("kind", ContactKind, name="network_contact_kind"),
            not_before("until", "since", name="network_contact_dates", message=_("It ends before it begins.")),
            models.CheckConstraint(
                condition=~Q(kind=ContactKind.VOLUNTEER) | Q(is_leisure_only=True),
                name="network_volunteer_leisure",
                violation_error_code="is_leisure_only",
                violation_error_message=_("Volunteers help with leisure only (guide 2.3)."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "until"], name="network_people_by_kind")]

    def __str__(self):
        return str(self.pk)
