"""Who reads, as far as the rule of who sees what asks for it: for statements that are composed once for many people."""

from dataclasses import dataclass

from .enums import Role


@dataclass(frozen=True)
class Reader:
    """A person by id, roles and teams of today; whatever `visible_to` takes. All but the id belongs to a key."""

    pk: int
    roles: frozenset[str]
    teams: tuple[tuple[str, tuple[int, ...]], ...]

    @classmethod
    def like(cls, user, pk=0) -> "Reader":
        """The rights of `user` under another id; 0 for a key."""
        roles = user.roles
        return cls(
            pk, roles, tuple((role, tuple(sorted(user.team_ids(role)))) for role in Role.values if role in roles)
        )

    def team_ids(self, role) -> list[int]:
        return list(dict(self.teams).get(role, ()))
