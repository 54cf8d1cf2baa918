"""Colleagues who can hold a relation or accompany somebody."""

from django.db.models import Q
from django.utils import timezone

from umstieg.access.enums import Permission
from umstieg.access.matrix import PERMISSIONS
from umstieg.accounts.models import Membership, User


def colleagues(*, keep=()):
    """Active people with a role that knows the network, by name; `keep` are ids a record already names."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.NETWORK_VIEW in held]
    working = Membership.objects.in_force(timezone.localdate()).filter(role__in=roles).values("user")
    named = [pk for pk in keep if pk]
    return User.objects.filter(Q(is_active=True, pk__in=working) | Q(pk__in=named)).order_by("name", "pk")
