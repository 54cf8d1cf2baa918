"""Rules that the forms keep as well: whoever calls a service some other way is refused by the service itself."""

import pytest

from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.accounts.services.guards import must_not_be_last
from umstieg.accounts.services.invitation import invite_person
from umstieg.core.errors import DomainError
from umstieg.testing.make import make_user


@pytest.mark.parametrize(("role", "who"), [(Role.ADMIN, "Verwaltung"), (Role.AUDITOR, "Datenschutz")])
def test_the_last_of_administration_and_of_data_protection_stays(db, role, who):
    only = make_user(role)
    with pytest.raises(DomainError, match=who):
        must_not_be_last(only.memberships.get())
    make_user(role)
    must_not_be_last(only.memberships.get())


def test_nobody_is_invited_whose_address_has_an_account(db):
    admin = make_user(Role.ADMIN)
    make_user(email="nele@example.org")
    with pytest.raises(DomainError) as refused:
        invite_person(email="Nele@Example.org", name="Nele", by=admin)
    assert refused.value.field == "email"
    assert User.objects.filter(email__iexact="nele@example.org").count() == 1
