"""What the ledger has counted against its rows, counted here one by one."""

from collections import Counter
from datetime import date
from typing import Any

from django.db import connection

from xiafang.promises.models import Row

KEPT = """
SELECT unit, year, duty, begins, span, state, person, sum(n)::int
  FROM (SELECT unit, year, duty, nullif(begins, '-infinity') AS begins, span, state, person, n FROM promises_count
        UNION ALL
        SELECT unit, year, duty, nullif(begins, '-infinity'), span, state, person, n FROM promises_change) AS all_of_it
 GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
"""


def kept() -> dict[tuple[Any, ...], int]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return {tuple(key): n for *key, n in cursor.fetchall()}


def counted() -> dict[tuple[Any, ...], int]:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in Row.objects.exclude(organization=None).select_related("organization"):
        waiting = row.completed_on is None and not row.exempt
        month = row.due.month if waiting else row.due.month - (row.due.month - 1) % 3
        late = row.completed_on is not None and row.completed_on > row.due
        state = "exempt" if row.exempt else "open" if waiting else "after" if late else "within"
        cell = (row.year, row.duty, row.begins, date(row.due.year, month, 1), state, row.official_id is not None)
        assert row.organization is not None
        found.update((unit, *cell) for unit in row.organization.above)
    return dict(found)


def in_changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM promises_change")
        return int(cursor.fetchone()[0])
