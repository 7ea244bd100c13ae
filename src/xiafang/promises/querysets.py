"""Reading the ledger."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.regulation.registry import DUTIES

if TYPE_CHECKING:
    from xiafang.promises.models import Row  # noqa: F401 - the queryset's rows

STATES = sorted(name for name, duty in DUTIES.items() if duty.way == "state")
DEADLINES = sorted(name for name, duty in DUTIES.items() if duty.way == "deadline")


class PromiseQuerySet(models.QuerySet["Row"]):
    """Rows of the ledger; row security decides which."""

    def begun(self, day: date) -> "PromiseQuerySet":
        """Return the rows whose period has begun on `day`."""
        return self.filter(Q(begins=None) | Q(begins__lte=day))

    def with_status(self, day: date) -> "PromiseQuerySet":
        """Return the begun rows with `status` as it is at the end of `day`, worked out by the database.

        The same rule as `regulation.promise.status_on`; a test holds the two together.
        """
        status = Case(
            When(exempt=True, then=Value("exempt")),
            When(completed_on__gt=F("due"), duty__in=DEADLINES, then=Value("late")),
            When(completed_on__isnull=False, then=Value("met")),
            When(Q(duty__in=STATES) | Q(due__lt=day), then=Value("breached")),
            default=Value("pending"),
            output_field=models.CharField(),
        )
        return self.begun(day).annotate(status=status)

    def in_status(self, status: str, day: date) -> "PromiseQuerySet":
        """Return the rows that have `status` at the end of `day`: said by their columns, so that indexes know them."""
        done = Q(exempt=False, completed_on__isnull=False)
        late = Q(duty__in=DEADLINES, completed_on__gt=F("due"))
        undone = Q(exempt=False, completed_on=None)
        missed = Q(duty__in=STATES) | Q(due__lt=day)
        conditions: dict[str, Q] = {
            "exempt": Q(exempt=True),
            "late": done & late,
            "met": done & ~late,
            "breached": undone & missed,
            "pending": undone & ~missed,
        }
        return self.filter(conditions[status])
