"""Asking the matrix about a person."""

from .enums import Permission
from .matrix import permissions_of


def has_permission(user, permission: Permission) -> bool:
    """Active people with a membership of today in a role that holds the permission."""
    return user.is_authenticated and user.is_active and permission in permissions_of(user.roles)
