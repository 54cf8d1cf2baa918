"""The register of people bound to secrecy (§ 203 StGB)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from umstieg.audit.recording import act
from umstieg.centre.queries import secrecy_text
from umstieg.core.errors import DomainError

from ..models import SecrecyBinding


def record_binding(*, user, bound_on, by) -> SecrecyBinding:
    """Record that somebody was bound by the text of today. Raises DomainError when there is no text, or no need."""
    text = secrecy_text()
    if text is None:
        raise DomainError(_("There is no text yet by which people are bound to secrecy."), field="bound_on")
    if bound_on > timezone.localdate():
        raise DomainError(_("This day has not come yet."), field="bound_on")
    if bound_on < text.valid_from:
        raise DomainError(_("The text of today did not hold yet on this day."), field="bound_on")
    if user.bindings.filter(text=text).exists():
        raise DomainError(_("This person is already bound by this text."), field="bound_on")
    with act("secrecy.bound", by=by, object_id=user.pk):
        binding = SecrecyBinding(user=user, text=text, bound_on=bound_on, recorded_by=by)
        binding.full_clean()
        binding.save()
    return binding
