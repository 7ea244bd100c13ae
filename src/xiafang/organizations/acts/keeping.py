"""The frame of the acts on organizations, people and the calendar: one transaction, with what history keeps of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xiafang.accounts.acts import recorded
from xiafang.accounts.rights import Actor
from xiafang.organizations.touching import Kind, act, touch


@contextmanager
def keeping(name: str, kind: Kind, *what: UUID | date, by: Actor, at: datetime, **said: Any) -> Iterator[None]:
    """Do the act `name` to an organization, a day of the calendar, an official or several."""
    with act():
        with recorded(name, by=by, at=at, **said):
            yield
        for one in what:
            touch(kind, one)
