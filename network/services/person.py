"""People of the network: contact persons, language mediators, volunteers. None of them signs in."""

from django.utils import timezone
from django.utils.translation import gettext as _

from network.enums import ContactKind
from network.models import ContactPerson
from umstieg.audit.recording import act
from umstieg.core.drafts import drop_drafts_about
from umstieg.core.errors import DomainError
from umstieg.core.meanwhile import still_to_change
from umstieg.core.saving import check_and_save, set_facts

from .terms import index_organisation


def add_person(*, name, by, kind=ContactKind.OFFICIAL, organisation=None, **facts) -> ContactPerson:
    """Somebody to talk to. A volunteer is accompanied by a colleague and helps with leisure only (23-04)."""
    with act("contact_person.added", by=by) as done:
        person = ContactPerson(name=name.strip(), kind=kind, organisation=organisation, created_by=by, **facts)
        _check(person)
        check_and_save(person)
        done.object_id = str(person.pk)
        _index(person.organisation)
    return person


def change_person(*, person, by, seen=None, **facts) -> ContactPerson:
    """Change what is known of her. `seen`: what the form was opened with."""
    with act("contact_person.changed", by=by, object_id=person.pk):
        person = _locked(person)
        before = person.organisation
        if changed := set_facts(person, still_to_change(person, facts, seen)):
            _check(person)
            check_and_save(person, only=changed)
            _index(person.organisation)
            if before != person.organisation:
                _index(before)
    return person


def end_person(*, person, by) -> ContactPerson:
    """She is no longer there from today on; that she was stays readable."""
    with act("contact_person.ended", by=by, object_id=person.pk):
        person = _locked(person)
        if person.until is None or person.until > timezone.localdate():
            person.until = timezone.localdate()
            check_and_save(person, only=["until"])
            _index(person.organisation)
    return person


def remove_person(*, person, by) -> None:
    """Delete somebody for good: noted by mistake, or she asks for it (Art. 17 GDPR)."""
    with act("contact_person.removed", by=by, object_id=person.pk):
        person = _locked(person)
        pk, organisation = person.pk, person.organisation
        person.delete()
        drop_drafts_about(pk)
        _index(organisation)


def _locked(person) -> ContactPerson:
    """Her as it reads now, held until the end. Raises DomainError where somebody else has deleted her meanwhile."""
    found = ContactPerson.objects.select_for_update().filter(pk=person.pk).first()
    if found is None:
        raise DomainError(_("Somebody else has removed this in the meantime."))
    return found


def _check(person):
    if person.kind == ContactKind.VOLUNTEER and person.accompanied_by is None:
        raise DomainError(_("Volunteers must be accompanied (guide 2.3). Who of us does that?"), field="accompanied_by")


def _index(organisation):
    if organisation is not None:
        index_organisation(organisation)
