"""The duty board: how many rows of the ledger stand in which state, unit by unit, and the rows behind a number.

Row security decides which rows are counted, so two people may read different numbers for one unit, each of them right:
what somebody may not see is not in that person's sum (ADR 0046). Counts are kept with the ledger (ADR 0051).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from xiafang.organizations.models import Organization
from xiafang.promises.models import Row
from xiafang.promises.querysets import DEADLINES, STATES, PromiseQuerySet

STATUSES = ("breached", "pending", "late", "met", "exempt")
"""The states in the order of their urgency."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Scope:
    """What part of the ledger is looked at, as of `day`: a year, perhaps the dues of a period, perhaps some duties.

    A period is one or more whole quarters: `first` begins one and `last` ends one.
    """

    day: date
    year: int
    first: date | None = None
    last: date | None = None
    duties: tuple[str, ...] = ()

    def rows(self) -> PromiseQuerySet:
        """Return the rows with their `status` at the end of the day; periods that have not begun are left out."""
        rows = Row.objects.with_status(self.day).filter(year=self.year)
        if self.first and self.last:
            rows = rows.filter(due__range=(self.first, self.last))
        return rows.filter(duty__in=self.duties) if self.duties else rows


def open_rows(day: date) -> PromiseQuerySet:
    """Return what can still be done: begun, not done, not exempt, and not merely judged after the fact."""
    return Row.objects.with_status(day).filter(completed_on=None, exempt=False).exclude(duty__in=STATES)


def below(scope: Scope, unit: Organization) -> dict[UUID, Counts]:
    """Return the counts of `unit` itself and of each unit right under it with all below that. One query.

    Each is found under its own id; a unit without a row is not there.
    """
    return {UUID(key): counts for key, counts in _counted(scope, "unit", unit.pk).items()}


def by_duty(scope: Scope) -> dict[str, Counts]:
    """Return the counts by duty. One query."""
    return _counted(scope, "duty", None)


def work(scope: Scope, unit: Organization) -> dict[str, Counts]:
    """Return the counts by duty of what stands on the unit itself and is owed by nobody in person. One query."""
    return _counted(scope, "work", unit.pk)


_KNOWN = """
WITH here AS NOT MATERIALIZED (
    SELECT * FROM promises_row WHERE organization_id = %(unit)s AND year = %(year)s
)
SELECT * FROM here WHERE official_id IS NOT NULL OR duty <> ALL (%(work)s)
UNION ALL
(SELECT * FROM here
 WHERE official_id IS NULL AND duty = ANY (%(work)s) AND completed_on IS NULL AND NOT exempt
   AND (begins IS NULL OR begins <= %(day)s)
 ORDER BY due, duty, subject LIMIT %(most)s)
"""


def standing_on(unit: Organization, day: date, work: Collection[str], most: int) -> list[Row]:
    """Return the rows on `unit` itself in the year of `day`, of its `work` only the `most` most urgent open ones.

    One query, written out: Django takes longer to put two together than the database to answer.
    """
    asked = {"unit": unit.pk, "year": day.year, "work": list(work), "day": day, "most": most}
    return list(Row.objects.raw(_KNOWN, asked))


def _counted(scope: Scope, by: str, unit: UUID | None) -> dict[str, Counts]:
    """Count in the database's own function, which repeats the policy of the ledger (ADR 0046); a test compares both."""
    asked = [by, unit, scope.day, scope.year, scope.first, scope.last, list(scope.duties), STATES, DEADLINES]
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM promises_board(%s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s::text[])", asked
        )
        for key, status, count in cursor.fetchall():
            found[key][status] = count
    return dict(found)
