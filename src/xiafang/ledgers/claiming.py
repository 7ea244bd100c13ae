"""One at a time imports for a unit and all below it: whoever else did would have planned without what is being written.

Two imports are in each other's way when the unit of one is that of the other, or above it. So each has its own units
for itself, and holds what is above them together with others; units beside one another do not wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from xiafang.accounts.refusals import NotAllowed
from xiafang.ledgers.importer import Units

_LOCK = 0x5869
_TAKE = """
SELECT bool_and(CASE
    WHEN unit = ANY (%(own)s) THEN {function}(%(lock)s, hashtext(unit::text))
    ELSE {function}_shared(%(lock)s, hashtext(unit::text)) END)
FROM unnest(%(way)s::uuid[]) AS unit
"""


def claim(units: Units) -> None:
    """Let nobody else import for these units until the transaction ends. Raises NotAllowed when somebody is."""
    _take("pg_try_advisory_xact_lock", units)


@contextmanager
def claimed(units: Units) -> Iterator[None]:
    """Let nobody else import for them meanwhile, over any number of transactions. Raises NotAllowed."""
    try:
        _take("pg_try_advisory_lock", units)
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


def _take(function: str, units: Units) -> None:
    way = {step for root in units.roots for step in units.rows[root].above}
    asked: dict[str, list[UUID] | int] = {"own": list(units.roots), "way": list(way), "lock": _LOCK}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(function=function), asked)
        (taken,) = cursor.fetchone()
    if taken is False:
        raise NotAllowed(
            "您的单位或者它的上级、下级正在导入台账（在另一个页面或者命令行）：请等它结束后再试，"
            "那时已导入的行没有变化。",
            field="file",
        )
