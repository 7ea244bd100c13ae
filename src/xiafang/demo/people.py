"""The demo's accounts, one or two for each role; they exist in the demo alone, and so does their password."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from xiafang.accounts import acts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.demo.builder import Builder
from xiafang.demo.units import DEPARTMENT, PRISONS
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Official, Post

PASSWORD = "Xiafang-demo-1"  # noqa: S105 - printed for everybody; no demo is loaded where there is real data
CITY, COUNTY = "武汉市司法局", "武汉市江岸区司法局"
DIVISION = "公共法律服务管理处"

# user name → role, organization, title of the leader whose account it is ("" for a clerk of that organization)
ACCOUNTS: dict[str, tuple[Role, str, str]] = {
    "leader": (Role.LEADER, DEPARTMENT, "厅长"),
    "deputy": (Role.LEADER, DEPARTMENT, "副厅长"),
    "city.leader": (Role.LEADER, CITY, "局长"),
    "county.leader": (Role.LEADER, COUNTY, "局长"),
    "office": (Role.PETITION_OFFICE, DEPARTMENT, ""),
    "secretary": (Role.PETITION_OFFICE, DEPARTMENT, ""),
    "city.office": (Role.PETITION_OFFICE, CITY, ""),
    "county.office": (Role.PETITION_OFFICE, COUNTY, ""),
    "prison.office": (Role.PETITION_OFFICE, PRISONS, ""),
    "liaison": (Role.LIAISON, DIVISION, ""),
    "handler": (Role.HANDLER, COUNTY, ""),
    "city.handler": (Role.HANDLER, CITY, ""),
    "inspector": (Role.INSPECTOR, DEPARTMENT, ""),
    "system": (Role.SYSTEM_ADMIN, DEPARTMENT, ""),
    "security": (Role.SECURITY_ADMIN, DEPARTMENT, ""),
    "audit": (Role.AUDIT_ADMIN, DEPARTMENT, ""),
}


@dataclass(frozen=True)
class Account:
    """An account as it is printed."""

    username: str
    role: str
    organization: str


def build(builder: Builder) -> None:
    """Make the accounts, each for the official whose it is, and give them their roles."""
    hashed = make_password(PASSWORD)
    for username, (role, unit, title) in ACCOUNTS.items():
        official = _holder(builder, unit, title) if title else _clerk(builder, unit)
        _account(builder, username, official, role, unit, hashed)


def colleague(builder: Builder, username: str, role: Role, unit: str) -> User:
    """Make the account of somebody who appears in the histories alone: no password opens it."""
    return _account(builder, username, _clerk(builder, unit), role, unit, make_password(None))


def _account(builder: Builder, username: str, official: Official, role: Role, unit: str, hashed: str) -> User:
    user = acts.create_user(
        username=username, name=official.name, hashed=hashed, official=official, by=OPERATOR, at=builder.at
    )
    acts.grant_role(
        user=user, role=role, organization=builder.units[unit], from_on=builder.begin, by=OPERATOR, at=builder.at
    )
    builder.users[username] = user
    return user


def _holder(builder: Builder, unit: str, title: str) -> Official:
    """Return who holds the post today; the first of several."""
    posts = Post.objects.on(builder.today).filter(organization=builder.units[unit], title=title)
    return posts.select_related("official")[0].official


def _clerk(builder: Builder, unit: str) -> Official:
    return builder.post(unit, "工作人员", Rank.STAFF).official


def accounts() -> list[Account]:
    """Return the accounts as they are printed, in the order of roles."""
    return [Account(username, role.label, unit) for username, (role, unit, _) in ACCOUNTS.items()]
