"""The blind index: digests by which an encrypted word is found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import SearchKind
from umstieg.core.constraints import one_of

from .client import Client


class SearchTerm(models.Model):
    """A keyed digest of a word of a client. Made anew by the services with every change; says nothing by itself."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="search_terms")
    kind = models.CharField(max_length=12, choices=SearchKind)
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("search term")
        constraints = [
            one_of("kind", SearchKind, name="cases_search_kind"),
            models.UniqueConstraint(fields=["client", "kind", "digest"], name="cases_one_search_term"),
        ]
        indexes = [models.Index(fields=["digest", "kind"], name="cases_by_digest")]

    def __str__(self):
        return str(self.pk)
