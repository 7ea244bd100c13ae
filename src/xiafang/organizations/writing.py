"""Rows written without building a query for each: new ones as JSON, many or one by one statement; changed columns."""

from collections.abc import Sequence

import msgspec
from django.db import DatabaseError, connection
from django.db.models import Model


def insert(
    model: type[Model], rows: Sequence[Model], *, unique: Sequence[str] = (), update: Sequence[str] = ()
) -> None:
    """Insert the rows of `model` as they stand, every column of theirs; triggers and row security act as always.

    Of a row whose columns `unique` are those of one that is there, the columns `update` are written into that one.
    """
    if not rows:
        return
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
    there = ""
    if unique:
        changes = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in update)
        there = f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {columns} '  # noqa: S608 - our own words
            f'FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb){there}',
            [msgspec.json.encode(values).decode()],
        )
    for row in rows:  # so that `save` does not insert it once more
        row._state.adding, row._state.db = False, connection.alias


def add(row: Model) -> None:
    """Insert one new row, whose key it has been given."""
    insert(type(row), [row])


def write_columns(row: Model, names: Sequence[str]) -> None:
    """Write the columns of the attributes `names` of `row`. Raises DatabaseError when it is not there to be written."""
    if not names:
        return
    meta = row._meta
    fields = [field for field in meta.concrete_fields if field.attname in names]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{meta.db_table}" SET {columns} WHERE id = %s', [*values, row.pk])  # noqa: S608 - our own
        if cursor.rowcount != 1:
            raise DatabaseError(f"{meta.db_table} {row.pk} was not written")
