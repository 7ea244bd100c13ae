"""The database role in which the ledger is worked out when the web role acts (ADR 0040).

Whoever acts sees less than duties are counted from: a clerk does not see a leader's visits elsewhere. `xiafang_ledger`
sees ids, days and codes of everything, text and people of nothing, and writes the ledger; the web role becomes it here
and nowhere else, for no longer than the block. The owner (console, demo) sees everything already and stays the owner.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_LOCK = 0x5866  # of all ledger work; whoever makes the ledger as a whole has it alone
_ENTER = """
SELECT current_setting('role'),
       CASE WHEN %(alone)s THEN pg_advisory_xact_lock(%(lock)s, 0) ELSE pg_advisory_xact_lock_shared(%(lock)s, 0) END,
       CASE WHEN current_user = %(web)s THEN set_config('role', %(ledger)s, true) END
"""
_BUCKETS = 256
_HOLD = """
SELECT pg_advisory_xact_lock(%s, bucket) FROM (SELECT unnest(%s::int[]) AS bucket ORDER BY 1) AS sorted
"""


@contextmanager
def ledger_work(*, alone: bool = False) -> Iterator[None]:
    """Within a transaction, work on the ledger beside others, or `alone`; as the ledger's role if we are the web role.

    After an error the transaction, or the savepoint around, gives the role back as it takes back what was written.
    """
    asked: dict[str, bool | int | str] = {
        "alone": alone,
        "lock": _LOCK,
        "web": settings.WEB_ROLE,
        "ledger": settings.LEDGER_ROLE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, asked)
        role, _, entered = cursor.fetchone()
    yield
    if entered:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])


def hold(keys: set[int]) -> None:
    """Wait until nobody else works on what has these keys, until the end of the transaction.

    Two visits of one leader recorded at once would else both count one. Keys fall into 256 buckets: a great import
    must not fill the table of locks.
    """
    buckets = sorted({key % _BUCKETS + 1 for key in keys})
    if buckets:
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, [_LOCK, buckets])
