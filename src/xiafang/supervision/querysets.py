"""Records of supervision, found by validity and by who asks."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models.expressions import RawSQL

from xiafang.accounts.rights import Operator
from xiafang.postgres.row_security import ASKING_USER
from xiafang.supervision.predicates import SEES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from xiafang.accounts.models import User
    from xiafang.supervision.models import Event  # noqa: F401 - the queryset's own model

RecordT_co = TypeVar("RecordT_co", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[RecordT_co]):
    """Records of any kind."""

    def valid(self) -> Self:
        """Return those that were not voided."""
        return self.filter(voided_at=None)

    def visible_to(self, who: "User | AnonymousUser | Operator") -> Self:
        """Return what `who` may see, all of it for the operator: the predicate of row security itself.

        The database must have been told that `who` asks (accounts.standing.identify; each request does): otherwise
        nothing is visible. Not for subqueries: the predicate calls the table by its own name.
        """
        if isinstance(who, Operator):
            return self.all()
        if not (who.is_authenticated and who.is_active):
            return self.none()
        asks = RawSQL(f"{ASKING_USER} = %s", [who.pk], output_field=models.BooleanField())  # noqa: S611 - our own words
        sees = RawSQL(SEES[str(self.model._meta.model_name)], [], output_field=models.BooleanField())  # noqa: S611
        return self.filter(asks, sees)


class EventQuerySet(models.QuerySet["Event"]):
    """Events."""

    def of(self, record: models.Model) -> Self:
        """Return what was done to `record`, the first first; whoever sees the record sees them."""
        return self.filter(about=record._meta.model_name, subject=record.pk).order_by("entered_at", "act")
