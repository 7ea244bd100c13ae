"""Checks that several acts share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from xiafang.accounts.refusals import NotAllowed
from xiafang.organizations.models import Organization


def in_order(from_on: date | None, to_on: date | None) -> None:
    """Raise NotAllowed when a period ends before it begins."""
    if from_on is not None and to_on is not None and to_on < from_on:
        raise NotAllowed(f"止期 {to_on} 早于起期 {from_on}，请核对后重填。", field="to_on")


def filled(value: str, label: str, field: str) -> str:
    """Return `value` without space around it; raise NotAllowed when nothing is left."""
    if not (value := value.strip()):
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


def change(row: Model, changes: Mapping[str, Any], allowed: set[str]) -> None:
    """Write `changes` to `row`'s fields; a field that is not in `allowed` is a slip of the caller, not of the user."""
    if unknown := set(changes) - allowed:
        raise TypeError(f"cannot change {sorted(unknown)}")
    for name, value in changes.items():
        setattr(row, name, value)
