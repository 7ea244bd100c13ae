"""The cast of the stories: a small province, the people in it, and those who sign in; all of them invented.

department ─ division, institution, prison_administration ─ prison
           └ city ─ county ─ office        └ neighbour (a city) ─ far (a county)
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from again import again
from xiafang.accounts import acts as accounts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Official, Organization, Post

DAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
START = date(2024, 1, 1)
PASSWORD = "Correct-horse-7"


@dataclass
class Province:
    """The tree, by the names of the story."""

    units: dict[str, Organization] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Organization:
        try:
            return self.__dict__["units"][name]  # which is not there yet while it is unpickled
        except KeyError:
            raise AttributeError(name) from None


@again
def province() -> Province:
    """Make the tree through the acts."""
    made = Province()
    for key, name, kind, parent in (
        ("department", "示例省司法厅", Kind.PROVINCIAL_DEPARTMENT, None),
        ("division", "示例处", Kind.DIVISION, "department"),
        ("institution", "示例法律援助中心", Kind.INSTITUTION, "department"),
        ("prison_administration", "示例省监狱管理局", Kind.PRISON_ADMINISTRATION, "department"),
        ("prison", "示例监狱", Kind.PRISON, "prison_administration"),
        ("city", "甲示例市司法局", Kind.CITY_BUREAU, "department"),
        ("county", "甲示例县司法局", Kind.COUNTY_BUREAU, "city"),
        ("office", "示例镇司法所", Kind.JUDICIAL_OFFICE, "county"),
        ("neighbour", "乙示例市司法局", Kind.CITY_BUREAU, "department"),
        ("far", "乙示例县司法局", Kind.COUNTY_BUREAU, "neighbour"),
    ):
        made.units[key] = acts.create_organization(
            name=name, kind=kind, parent=made.units[parent] if parent else None, by=OPERATOR, at=NOW
        )
    return made


def official(name: str = "赵示例") -> Official:
    """Make an official without posts."""
    return acts.create_official(name=name, by=OPERATOR, at=NOW)


def appointed(
    who: Official, where: Organization, *, from_on: date = START, to_on: date | None = None, **facts: bool
) -> Post:
    """Give `who` a post `where`."""
    given = acts.appoint(
        official=who,
        organization=where,
        title="局长",
        rank=Rank.DIVISION_CHIEF,
        from_on=from_on,
        to_on=to_on,
        by=OPERATOR,
        at=NOW,
        **facts,
    )
    return given.post


def user(username: str, *roles: tuple[Role, Organization], official: Official | None = None) -> User:
    """Make an account that holds `roles` from START on; the password is not usable, because hashing is slow."""
    made = User.objects.create(username=username, name="钱示例", official=official, password="!", created_at=NOW)
    for role, organization in roles:
        accounts.grant_role(user=made, role=role, organization=organization, from_on=START, by=OPERATOR, at=NOW)
    return made
