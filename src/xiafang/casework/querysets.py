"""Matters, found by who asks."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from xiafang.accounts.rights import Operator
from xiafang.casework import predicates
from xiafang.postgres.row_security import ASKING_USER

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from xiafang.accounts.models import User
    from xiafang.casework.models import Matter  # noqa: F401 - the queryset's own model

_IDS = ArrayField(models.UUIDField())


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters."""

    def visible_to(self, who: "User | AnonymousUser | Operator") -> Self:
        """Return what `who` may read, all of it for the operator: the predicate of row security itself.

        The database must have been told that `who` asks (accounts.standing.identify; each request and act does):
        otherwise nothing is visible.
        """
        if isinstance(who, Operator):
            return self.all()
        if not (who.is_authenticated and who.is_active):
            return self.none()
        asks = RawSQL(f"{ASKING_USER} = %s", [who.pk], output_field=models.BooleanField())  # noqa: S611 - our own words
        seen = self.filter(asks, seen_by__overlap=RawSQL(predicates.MINE, [], output_field=_IDS))  # noqa: S611
        return seen.exclude(hidden_from__overlap=RawSQL(predicates.OWN, [], output_field=_IDS))  # noqa: S611
