"""The people of the tests: two teams, one person per role, colleague and stranger."""

from dataclasses import dataclass, field

from umstieg.access.enums import Role
from umstieg.accounts.models import User
from umstieg.centre.models import Team

from .make import make_site, make_team, make_user


@dataclass
class People:
    """`counsellor`, `colleague` and `lead` share `team`; `stranger` and `other_lead` belong to `other_team`."""

    team: Team
    other_team: Team
    counsellor: User
    colleague: User
    lead: User
    outreach: User
    admin: User
    auditor: User
    stranger: User
    other_lead: User
    nobody: User
    by_name: dict = field(default_factory=dict)

    def __post_init__(self):
        self.by_name = {name: value for name, value in vars(self).items() if isinstance(value, User)}


def make_people() -> People:
    site = make_site()
    team, other = make_team(site=site), make_team(site=site)
    return People(
        team=team,
        other_team=other,
        counsellor=make_user(Role.COUNSELLOR, team=team, name="Jana Lorenz"),
        colleague=make_user(Role.COUNSELLOR, team=team, name="Emre Tan"),
        lead=make_user(Role.TEAM_LEAD, team=team, name="Katrin Behrens"),
        outreach=make_user(Role.OUTREACH_WORKER, team=team, name="Selin Aydın"),
        admin=make_user(Role.ADMIN, name="Ole Hansen"),
        auditor=make_user(Role.AUDITOR, name="Ruth Maurer"),
        stranger=make_user(Role.COUNSELLOR, team=other, name="Paul Weber"),
        other_lead=make_user(Role.TEAM_LEAD, team=other, name="Ines Roth"),
        nobody=make_user(None, name="Noch Ohne"),
    )
