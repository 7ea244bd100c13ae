"""Load the demo province, or empty the database for a fresh one."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from xiafang.demo import people, staff, story, units
from xiafang.demo.builder import Builder
from xiafang.demo.models import Demo
from xiafang.demo.units import SMALL_CITIES
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization
from xiafang.organizations.touching import together
from xiafang.promises import ledger
from xiafang.promises.ledger import quiet

_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class NotEmptyError(Exception):
    """The database holds organizations that are no demo; nothing was written."""


def found() -> Demo | None:
    """Return the demo that this database holds, None when it holds none. Raises NotEmptyError."""
    demo = Demo.objects.first()
    if demo is None and Organization.objects.exists():
        raise NotEmptyError
    return demo


def is_small() -> bool:
    """Return whether the demo that is there is the small one."""
    return Organization.objects.filter(kind=Kind.CITY_BUREAU).count() == SMALL_CITIES


@contextmanager
def _quickly() -> Iterator[None]:
    """Let 17,000 statements in one transaction cost less: without savepoints, nothing collected.

    Nothing here goes on after a refusal; a quarter of all statements would be savepoints otherwise.
    """
    connection.features.uses_savepoints = False
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        connection.features.uses_savepoints = True


@transaction.atomic
@_quickly()
def load(*, today: date, seed: int, small: bool = False, done: Callable[[int], None] = quiet) -> Demo:
    """Make the province as of `today`, all or nothing; `done` is told of each record.

    The database holds no organization yet.
    """
    builder = Builder(today, seed, small, done)
    with together():
        for part in (units, staff, people, story):
            part.build(builder)
    made = Demo.objects.create(day=today, seed=seed)
    ledger.rebuild(today)
    return made


@transaction.atomic
def clear() -> None:
    """Empty every table but Django's own lists; only for a database that holds a demo, as its owner."""
    if not Demo.objects.exists():
        raise NotEmptyError
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - _KEPT)
        cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, names))} RESTART IDENTITY CASCADE")
