"""Checks that several acts share."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from xiafang.accounts.refusals import NotAllowed
from xiafang.organizations.models import Official, Organization
from xiafang.words import tidy


def in_order(from_on: date | None, to_on: date | None) -> None:
    """Raise NotAllowed when a period ends before it begins."""
    if from_on is not None and to_on is not None and to_on < from_on:
        raise NotAllowed(f"止期 {to_on} 早于起期 {from_on}，请核对后重填。", field="to_on")


def filled(value: str, label: str, field: str) -> str:
    """Return `value` without space around it; raise NotAllowed when nothing is left."""
    if not (value := tidy(value)):
        raise NotAllowed(f"请填写{label}。", field=field)
    return value


def existing(organization: Organization, day: date, field: str = "organization") -> None:
    """Raise NotAllowed when `organization` does not exist on `day`."""
    if organization.from_on is not None and day < organization.from_on:
        raise NotAllowed(f"“{organization}”于 {organization.from_on} 设立，{day} 尚不存在，请核对日期。", field=field)
    if organization.to_on is not None and organization.to_on < day:
        raise NotAllowed(
            f"“{organization}”已于 {organization.to_on} 撤销，{day} 已不存在，请改选现有机构。", field=field
        )


def not_beyond(organization: Organization, to_on: date | None, field: str = "to_on") -> None:
    """Raise NotAllowed when what ends on `to_on` (None: never) would outlast `organization`."""
    if organization.to_on is not None and (to_on is None or organization.to_on < to_on):
        raise NotAllowed(f"“{organization}”已于 {organization.to_on} 撤销，止期应填不晚于该日的日期。", field=field)


def change(row: Model, changes: Mapping[str, Any], allowed: set[str]) -> None:
    """Write `changes` to `row`'s fields; a field that is not in `allowed` is a slip of the caller, not of the user."""
    if unknown := set(changes) - allowed:
        raise TypeError(f"cannot change {sorted(unknown)}")
    for name, value in changes.items():
        setattr(row, name, value)


def one_at_a_time(*officials: Official) -> None:
    """Wait until nobody else writes posts or absences of `officials`: what is checked must hold when it is written.

    An advisory lock and no lock on the row: whoever appoints somebody from another bureau may read that row, no more.
    Taken in one order by all, so that none waits in a circle.
    """
    with connection.cursor() as cursor:
        keys = sorted({official.pk.int >> 65 for official in officials})
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def kept_open(organization: Organization) -> Organization:
    """Return `organization` as it stands now, locked: nobody closes it before the act is done. One query."""
    return all_kept_open({organization.pk})[organization.pk]


def all_kept_open(organizations: set[UUID]) -> dict[UUID, Organization]:
    """Return each as it stands now, locked in one order by all. Raises Organization.DoesNotExist. One query."""
    rows = Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=organizations)
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < len(organizations):
        raise Organization.DoesNotExist
    return found
