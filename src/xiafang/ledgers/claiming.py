"""One at a time imports for a unit and all below it: whoever else did would have planned without what is being written.

Two imports are in each other's way when the unit of one is that of the other, or above it. So each has its own units
for itself, and holds what is above them together with others; units beside one another do not wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from xiafang.accounts.refusals import NotAllowed
from xiafang.ledgers.importer import Units

_LOCK = 0x5869
_WAY = """
SELECT unit, unit = ANY (%(own)s), CASE
    WHEN unit = ANY (%(own)s) THEN pg_try_advisory_lock(%(lock)s, hashtext(unit::text))
    ELSE pg_try_advisory_lock_shared(%(lock)s, hashtext(unit::text)) END
FROM unnest(%(way)s::uuid[]) AS unit
"""
_GIVE_BACK = """
SELECT CASE WHEN own THEN pg_advisory_unlock(%(lock)s, hashtext(unit::text))
    ELSE pg_advisory_unlock_shared(%(lock)s, hashtext(unit::text)) END
FROM unnest(%(units)s::uuid[], %(owns)s::boolean[]) AS held (unit, own)
"""


@contextmanager
def claimed(units: Units) -> Iterator[None]:
    """Let nobody else import for them, over any number of transactions. Raises NotAllowed when somebody is."""
    way = {step for root in units.roots for step in units.rows[root].above}
    asked: dict[str, list[UUID] | int] = {"own": list(units.roots), "way": list(way), "lock": _LOCK}
    with connection.cursor() as cursor:
        cursor.execute(_WAY, asked)
        found = cursor.fetchall()
    taken = [(unit, own) for unit, own, got in found if got]
    try:
        if len(taken) < len(found):
            raise NotAllowed(
                "您的单位或者它的上级、下级正在导入台账（在另一个页面或者命令行）：请等它结束后再试，"
                "那时已导入的行没有变化。",
                field="file",
            )
        yield
    finally:
        given: dict[str, Any] = {"units": [unit for unit, _ in taken], "owns": [own for _, own in taken], "lock": _LOCK}
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, given)
