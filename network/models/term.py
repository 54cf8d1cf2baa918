"""What an organisation is found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.enums import TermKind
from umstieg.core.constraints import one_of

from .fields import KeyField
from .organisation import Organisation


class Term(models.Model):
    """One thing that is true of an organisation. Made anew by the services with every change; says nothing new.

    Words are folded (`network.terms`). Of people it says nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind)
    key = KeyField(max_length=60)

    class Meta:
        verbose_name = _("search term of a partner")
        constraints = [
            one_of("kind", TermKind, name="network_term_kind"),
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="network_one_term"),
        ]
        indexes = [models.Index(fields=["kind", "key", "organisation"], name="network_by_term")]

    def __str__(self):
        return str(self.pk)
