"""Matters, found by who asks."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from xiafang.accounts.rights import Operator
from xiafang.accounts.standing import Standing
from xiafang.casework import predicates
from xiafang.organizations.models import Organization
from xiafang.postgres.row_security import ASKING_USER

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from xiafang.accounts.models import User
    from xiafang.casework.models import Matter  # noqa: F401 - the queryset's own model

FEW = 700  # matters that are found and sorted faster than a page of them is found along the index of dates


def _ids(sql: str) -> RawSQL:
    return RawSQL(sql, [], output_field=ArrayField(models.UUIDField()))  # noqa: S611 - our own words


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters."""

    def visible_to(self, who: "User | AnonymousUser | Operator") -> Self:
        """Return what `who` may read, all of it for the operator: the predicate of row security itself.

        The database must have been told that `who` asks (accounts.standing.identify; each request and act does):
        otherwise nothing is visible. The web role has the predicate from row security, so only the owner asks for it
        here: given twice it would mislead the planner's estimate.
        """
        if isinstance(who, Operator):
            return self.all()
        if not (who.is_authenticated and who.is_active):
            return self.none()
        asks = RawSQL(f"{ASKING_USER} = %s", [who.pk], output_field=models.BooleanField())  # noqa: S611 - our own words
        asked = self.filter(asks)
        return (
            asked
            if settings.DATABASE_ROLE == "web"
            else asked.narrowed().exclude(hidden_from__overlap=_ids(predicates.OWN))
        )

    def narrowed(self) -> Self:
        """Return the same to whoever asks, found through the index of sight: for those who see few."""
        return self.filter(seen_by__overlap=_ids(predicates.MINE))

    def newest_first(self, asks: Standing) -> Self:
        """Return them by received day, newest first, along the index that is cheap for whoever `asks` (ADR 0031).

        Who sees many finds a page soon along the index of dates; who sees few would walk all of it, so theirs are
        found first and sorted. Two short queries to know which.
        """
        ordered = self.order_by("-received_on", "id")
        if Organization.objects.filter(pk__in=asks.units, parent=None).exists():
            return ordered
        few = type(self)(self.model).narrowed()[:FEW].count() < FEW
        return ordered.narrowed() if few else ordered
