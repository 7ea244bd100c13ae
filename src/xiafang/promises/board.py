"""The duty board: how many rows of the ledger stand in which state, unit by unit, and the rows behind a number.

Row security decides which rows are counted, so two people may read different numbers for one unit, each of them right:
what somebody may not see is not in that person's sum (ADR 0046).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, QuerySet, UUIDField

from xiafang.organizations.models import Organization
from xiafang.promises.models import Row
from xiafang.promises.querysets import STATES, PromiseQuerySet

STATUSES = ("breached", "pending", "late", "met", "exempt")
"""The states in the order of their urgency."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Scope:
    """What part of the ledger is looked at, as of `day`: a year, perhaps the dues of a period, perhaps some duties."""

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
    depth = len(unit.above)
    branch = Func(
        F("organization__above"), template=f"coalesce((%(expressions)s)[{depth + 1}], (%(expressions)s)[{depth}])"
    )
    rows = (
        scope.rows()
        .filter(organization__above__contains=[unit.pk])
        .annotate(branch=Func(branch, template="%(expressions)s", output_field=UUIDField()))
        .order_by()
        .values_list("branch", "status")
        .annotate(count=Count("pk"))
    )
    return _counted(rows)


def by_duty(rows: QuerySet[Any]) -> dict[str, Counts]:
    """Return the counts of `rows` by duty. One query."""
    return _counted(rows.order_by().values_list("duty", "status").annotate(count=Count("pk")))


def _counted(rows: Any) -> dict[Any, Counts]:
    found: defaultdict[Any, dict[str, int]] = defaultdict(dict)
    for key, status, count in rows:
        found[key][status] = count
    return dict(found)
