"""What many tests begin with is made through the acts once, and inserted again as rows for each test after that.

A small province with its people costs some two hundred statements; its rows are inserted by a single one. Triggers
write the trail of them as for any other INSERT.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.apps import apps
from django.db import connection

T = TypeVar("T")


@dataclass
class _Made:
    """What was made: pickled, so that each test has objects of its own, and the statements that insert its rows."""

    pickled: bytes
    statements: str


_known: dict[str, _Made] = {}


def again(make: Callable[[], T]) -> Callable[[], T]:
    """Have `make`, which needs an empty register and no arguments, done once in a process and repeated by its rows."""

    @wraps(make)
    def repeated() -> T:
        name = make.__qualname__
        if name in _known:
            with connection.cursor() as cursor:
                cursor.execute(_known[name].statements)
            return pickle.loads(_known[name].pickled)  # noqa: S301 - our own, of this process
        before = _counts()
        made = make()
        grown = [table for table, count in _counts().items() if count != before[table]]
        if not any(before[table] for table in grown):
            _known[name] = _Made(pickle.dumps(made), ";\n".join(_insert(table) for table in grown))
        return made

    return repeated


def _counts() -> dict[str, int]:
    """Return the number of rows by table, but for the trails, which triggers write."""
    models = [model for model in apps.get_models() if "pgh_id" not in {f.name for f in model._meta.fields}]
    names = [model._meta.db_table for model in models if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))  # noqa: S608
        found = dict(cursor.fetchall())
    return {name: found[name] for name in names}


def _insert(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),"
            " string_agg(format('quote_nullable(%%I)', attname), ' || '', '' || ' ORDER BY attnum)"
            " FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        columns, values = cursor.fetchone()
        # Parents come before what stands under them; where rows lie says nothing, once others were taken away.
        order = "cardinality(above), cmin::text::int" if "above" in columns.split(", ") else "cmin::text::int, ctid"
        cursor.execute(f"SELECT string_agg('(' || {values} || ')', ', ' ORDER BY {order}) FROM {table}")  # noqa: S608
        (rows,) = cursor.fetchone()
    return f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES {rows}"  # noqa: S608
