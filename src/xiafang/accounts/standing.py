"""Who asks, and for which organizations: told to the database for row security, and to the views.

`identify` fills the settings of the transaction that policies read (postgres.row_security):

- `xiafang.user`, `xiafang.official`: who asks;
- `xiafang.as_<role>`: the organizations at which the user holds that role today;
- `xiafang.units`: those for which the user answers, with everything below them: as petition office, or as a leader who
  is the principal there;
- `xiafang.belongs`: every organization of the user's roles and posts, for recusal: what is said about a unit is hidden
  from whoever belongs to it or below it.

They end with the transaction. Asked each time: what was granted or ended is felt at the next request.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from xiafang.accounts.models import User
from xiafang.accounts.roles import Role

Units = frozenset[UUID]

_LISTS = (*(f"as_{role}" for role in Role), "units", "belongs")
_FORGET = "SELECT " + ", ".join(f"set_config('xiafang.{name}', '', true)" for name in ("user", "official", *_LISTS))


def _list(name: str, condition: str) -> str:
    ids = f"coalesce((SELECT array_agg(DISTINCT organization_id) FROM {condition}), '{{}}')"  # noqa: S608 - our own words
    return f"set_config('xiafang.{name}', {ids}::text, true)::uuid[]"


_NAME = "SELECT set_config('xiafang.user', %s, true)"

# Posts are under row security themselves, so the user is named before: what stands beside `named` is run for its row,
# and not before it is there. The last act, once posts were read, is to take the name back from an account without a
# role.
_IDENTIFY = f"""
WITH named AS MATERIALIZED (
    SELECT set_config('xiafang.user', %(user)s::text, true) AS said
), who AS (
    SELECT official_id FROM accounts_user WHERE id = %(user)s AND is_active
), held AS (
    SELECT role, organization_id FROM accounts_rolegrant
     WHERE user_id = %(user)s AND EXISTS (SELECT FROM who)
       AND from_on <= %(day)s AND (to_on IS NULL OR to_on >= %(day)s)
), known AS (
    SELECT official_id FROM who WHERE EXISTS (SELECT FROM held)
), post AS (
    SELECT mine.organization_id, mine.principal FROM named CROSS JOIN LATERAL (
        SELECT organization_id, principal FROM organizations_post
         WHERE named.said <> '' AND official_id = (SELECT official_id FROM who)
           AND from_on <= %(day)s AND (to_on IS NULL OR to_on >= %(day)s)
        OFFSET 0
    ) AS mine
), answered AS (
    SELECT organization_id FROM held WHERE role = 'petition_office'
    UNION SELECT held.organization_id FROM held JOIN post USING (organization_id) WHERE role = 'leader' AND principal
), mine AS (
    SELECT organization_id FROM held UNION SELECT organization_id FROM post
)
SELECT set_config('xiafang.official', coalesce((SELECT official_id::text FROM known), ''), true),
       {", ".join(_list(f"as_{role}", f"held WHERE role = '{role}'") for role in Role)},
       {_list("units", "answered")}, {_list("belongs", "mine")},
       set_config('xiafang.user', CASE WHEN EXISTS (SELECT FROM known) THEN %(user)s::text ELSE '' END, true)
"""  # noqa: S608 - our own words only


@dataclass(frozen=True)
class Standing:
    """What somebody is on a day; ids of organizations."""

    user: int | None = None
    official: UUID | None = None
    roles: Mapping[Role, Units] = field(default_factory=dict)
    units: Units = frozenset()
    belongs: Units = frozenset()

    def holds(self, *roles: Role) -> bool:
        """Return whether one of `roles` is held anywhere."""
        return any(self.roles.get(role) for role in roles)

    def answers_for(self, above: list[UUID]) -> bool:
        """Return whether an organization with this way (`Organization.above`) is one answered for, or below one."""
        return not self.units.isdisjoint(above)


NOBODY = Standing()


def identify(user: User, *, on: date) -> Standing:
    """Tell the database that `user` asks, until the end of the transaction, and return what that user is on `on`.

    To the database an account that is not active, or holds no role on the day, is nobody: matters given to somebody,
    visits led and letters are seen no more when the last role has ended.
    """
    if not user.is_active:
        return forget()
    with connection.cursor() as cursor:
        cursor.execute(_IDENTIFY, {"user": user.pk, "day": on})
        row = cursor.fetchone()
    official, *roles, units, belongs, _ = row
    held = {role: frozenset(ids) for role, ids in zip(Role, roles, strict=True)}
    return Standing(user.pk, UUID(official) if official else None, held, frozenset(units), frozenset(belongs))


def name(user: User) -> None:
    """Tell the database whose account is written to, and no more: until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [str(user.pk)])


def forget() -> Standing:
    """Tell the database that nobody asks; return nobody's standing."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
    return NOBODY


@contextmanager
def asking(user: User, *, on: date) -> Iterator[Standing]:
    """Open a transaction in which `user` asks: for jobs, streamed answers and commands on behalf of somebody."""
    with transaction.atomic():
        try:
            yield identify(user, on=on)
        finally:
            if not connection.needs_rollback:
                forget()  # a transaction around this one goes on as nobody
