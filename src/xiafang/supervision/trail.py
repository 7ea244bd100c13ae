"""Reading every trail as the audit administrator: who did what, when, to which number and on what ground; no more."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.utils import timezone

SIZE = 50
_COLUMNS = "at, source, act, subject, unit, actor, behalf, deed, ground, said, proof, key"


class Entry(msgspec.Struct, frozen=True):
    """One entry of a trail; `at` is when it was entered, `deed` when it was done, `proof` the digest if there is one.

    `said` is empty for matters and visits but for looks at personal data, where it is the reason.
    """

    at: datetime
    source: str
    act: str
    subject: str
    unit: UUID | None
    actor: int | None
    behalf: UUID | None
    deed: datetime
    ground: str
    said: str
    proof: str
    key: str

    @property
    def days_between(self) -> int:
        """Return how many days after the deed it was entered."""
        return (timezone.localdate(self.at) - timezone.localdate(self.deed)).days


class Asked(msgspec.Struct, frozen=True):
    """What is asked for: both days included; nothing asked is everything."""

    first: date
    last: date
    source: str = ""
    act: str = ""
    users: Sequence[int] | None = None
    unit: UUID | None = None


def entries(asked: Asked, *, after: tuple[datetime, str] | None = None, size: int = SIZE) -> tuple[list[Entry], bool]:
    """Return the newest entries, or those older than `after`, and whether there are more. One query.

    The database gives nothing to anybody but an audit administrator, of the units of that role and below.
    """
    zone = timezone.get_current_timezone()
    since = datetime.combine(asked.first, time(), zone)
    end = datetime.combine(asked.last + timedelta(days=1), time(), zone)
    until, beyond = after if after and after[0] < end else (end, "")
    users = list(asked.users) if asked.users is not None else None
    values: list[Any] = [until, beyond, since, asked.source, asked.act, users, asked.unit, size + 1]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM audit_trail(%s, %s, %s, %s, %s, %s::bigint[], %s, %s)",  # noqa: S608 - our own words
            values,
        )
        found = [Entry(*row) for row in cursor.fetchall()]
    return found[:size], len(found) > size
