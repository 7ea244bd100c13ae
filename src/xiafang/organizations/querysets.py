"""Organizations and people, found by day, by place in the tree and by who asks."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from xiafang.organizations.kinds import Kind, Rank

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from xiafang.accounts.models import User
    from xiafang.organizations.models import (  # noqa: F401 - the querysets' own models
        Absence,
        ContactPoint,
        Official,
        Organization,
        Post,
    )

_DEPARTMENT_LEVEL = (Rank.DEPARTMENT_CHIEF, Rank.DEPARTMENT_DEPUTY)  # 厅级


def _on(day: date) -> Q:
    return (Q(from_on=None) | Q(from_on__lte=day)) & (Q(to_on=None) | Q(to_on__gte=day))


def _during(from_on: date, to_on: date | None) -> Q:
    starts = Q() if to_on is None else Q(from_on=None) | Q(from_on__lte=to_on)
    return starts & (Q(to_on=None) | Q(to_on__gte=from_on))


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Return all of them to whoever is signed in: they hold no case data. Nothing to others."""
        return self.all() if user.is_authenticated and user.is_active else self.none()

    def on(self, day: date) -> Self:
        """Return those that exist on `day`."""
        return self.filter(_on(day))

    def subtree(self, *roots: "Organization | UUID") -> Self:
        """Return `roots` and everything below them, by the index on the way (`above`)."""
        return self.filter(above__overlap=[root if isinstance(root, UUID) else root.pk for root in roots])

    def way_to(self, organization: "Organization") -> Self:
        """Return the organizations above `organization` and itself, the department first."""
        return self.filter(pk__in=organization.above).order_by(models.Func("above", function="cardinality"))

    def direct_units(self) -> Self:
        """Return divisions and institutions right under the department (处室 and 直属机构, 第六条, 第十四条)."""
        return self.filter(kind__in=[Kind.DIVISION, Kind.INSTITUTION], parent__kind=Kind.PROVINCIAL_DEPARTMENT)

    def called(self, words: str) -> Self:
        """Return those whose name, short name or one of the aliases is exactly `words`."""
        return self.filter(Q(name=words) | Q(short_name=words) | Q(aliases__contains=[words]))


class OfficialQuerySet(models.QuerySet["Official"]):
    """Officials."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Return all of them to whoever is signed in. Nothing to others."""
        return self.all() if user.is_authenticated and user.is_active else self.none()


class PostQuerySet(models.QuerySet["Post"]):
    """Posts."""

    def on(self, day: date) -> Self:
        """Return those held on `day`."""
        return self.filter(_on(day))

    def during(self, from_on: date, to_on: date | None) -> Self:
        """Return those held on any day of the period; `to_on` None is for good."""
        return self.filter(_during(from_on, to_on))

    def within(self, organizations: Iterable["Organization | UUID"]) -> Self:
        """Return those in `organizations` or below them."""
        ids = [organization if isinstance(organization, UUID) else organization.pk for organization in organizations]
        return self.filter(organization__above__overlap=ids)

    def leading(self) -> Self:
        """Return those in a leading body (领导班子成员)."""
        return self.filter(leadership=True)

    def principals(self) -> Self:
        """Return those of principals (主要负责人)."""
        return self.filter(principal=True)

    def department_level(self) -> Self:
        """Return those of rank 厅级, anywhere (第七条第1项)."""
        return self.filter(rank__in=_DEPARTMENT_LEVEL)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Approved absences."""

    def on(self, day: date) -> Self:
        """Return those that cover `day`."""
        return self.filter(_on(day))

    def during(self, from_on: date, to_on: date | None) -> Self:
        """Return those that cover any day of the period."""
        return self.filter(_during(from_on, to_on))


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Contact points."""

    def on(self, day: date) -> Self:
        """Return those kept on `day`."""
        return self.filter(_on(day))
