"""Visits and what belongs to them, found by who asks: row security's own predicates, so that a page answers 404.

The database must have been told that the user asks (accounts.standing.identify; each request and act does): otherwise
nothing is visible.
"""

from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from xiafang.accounts.rights import Operator
from xiafang.casework.models import Matter
from xiafang.visits import predicates

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from xiafang.accounts.models import User
    from xiafang.visits.models import Entry, Event, Letter, Notification, Shortlist, Visit  # noqa: F401 - the querysets' own models

    Who = User | AnonymousUser | Operator

RowT = TypeVar("RowT", bound=models.Model)
_IDS = ArrayField(models.UUIDField())
_ME = RawSQL(predicates.ME, [], output_field=models.UUIDField())  # noqa: S611 - our own words
_ACCOUNT = RawSQL(predicates.MY_ACCOUNT, [], output_field=models.BigIntegerField())  # noqa: S611


def _under(at: str, units: str) -> Q:
    return Q(**{f"{at}organization__above__overlap": RawSQL(units, [], output_field=_IDS)})  # noqa: S611 - our own words


def _visit(at: str = "") -> Q:
    """The visit that `at` leads to is seen, as predicates.sees_visit says it."""
    mine = RawSQL(f"ARRAY[{predicates.ME}]", [], output_field=_IDS)  # noqa: S611 - our own words
    led = Q(**{f"{at}leaders__contains": mine})
    return _under(at, predicates.ANSWERS) | led | Q(**{f"{at}recorder": _ACCOUNT})


def _shortlist(at: str = "") -> Q:
    return _under(at, predicates.ANSWERS) | Q(**{f"{at}official": _ME}) | Q(**{f"{at}recorder": _ACCOUNT})


def _letter(at: str = "") -> Q:
    return _under(at, predicates.OFFICES) | Q(**{f"{at}official": _ME})


def _matter(who: "Who") -> Q:
    return _of_matter("matter", who)


def _of_matter(name: str, who: "Who") -> Q:
    """What is about no matter, or about one in sight; the web role has that from row security (casework.querysets)."""
    if settings.DATABASE_ROLE == "web":
        return Q()
    return Q(**{name: None}) | Q(**{f"{name}__in": Matter.objects.visible_to(who)})


class _Scoped(models.QuerySet[RowT]):
    """Rows that not everybody sees."""

    def valid(self) -> Self:
        """Return those that were not voided."""
        return self.filter(voided_at=None)

    def visible_to(self, who: "Who") -> Self:
        """Return what `who` may read, all of it for the operator."""
        if isinstance(who, Operator):
            return self.all()
        if not (who.is_authenticated and who.is_active):
            return self.none()
        asks = RawSQL(f"{predicates.MY_ACCOUNT} = %s", [who.pk], output_field=models.BooleanField())  # noqa: S611
        return self.filter(asks, self._seen(who))

    def _seen(self, who: "Who") -> Q:
        raise NotImplementedError


class VisitQuerySet(_Scoped["Visit"]):
    """Visits."""

    def _seen(self, who: "Who") -> Q:
        return _visit()


class ShortlistQuerySet(_Scoped["Shortlist"]):
    """Shortlists."""

    def _seen(self, who: "Who") -> Q:
        return _shortlist()


class LetterQuerySet(_Scoped["Letter"]):
    """Letters."""

    def _seen(self, who: "Who") -> Q:
        return _letter()


class OfVisitQuerySet(_Scoped[RowT]):
    """What belongs to a visit and perhaps to one of its matters."""

    def _seen(self, who: "Who") -> Q:
        return _visit("visit__") & _matter(who)


class NotificationQuerySet(_Scoped["Notification"]):
    """Notifications; never voided by themselves."""

    def _seen(self, who: "Who") -> Q:
        return _visit("discovery__visit__") & _of_matter("discovery__matter", who)


class EntryQuerySet(_Scoped["Entry"]):
    """Matters on shortlists."""

    def _seen(self, who: "Who") -> Q:
        return _shortlist("shortlist__") & _matter(who)


class EventQuerySet(_Scoped["Event"]):
    """Events."""

    def _seen(self, who: "Who") -> Q:
        return (_visit("visit__") | _shortlist("shortlist__") | _letter("letter__")) & _matter(who)
