"""Rows by COPY: each table knows its columns and what stands in those that nobody names."""

import json
from os import urandom
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def said(value: Any) -> str:
    """Return a value as COPY reads it; lists hold ids and codes, which need no quotes."""
    if isinstance(value, str):
        return str(value) if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
    if value is None:
        return "\\N"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES) if value else "{}"
    return str(value)


def new_id() -> str:
    """Return a random id as text, as `str(uuid4())` writes it at a third of the cost."""
    word = urandom(16).hex()
    return f"{word[:8]}-{word[8:12]}-{word[12:16]}-{word[16:20]}-{word[20:]}"


class Table:
    """The rows of one model that wait to be written."""

    def __init__(self, model: type[models.Model]) -> None:
        self.name = model._meta.db_table
        fields = model._meta.concrete_fields
        self.columns = ", ".join(f'"{field.column}"' for field in fields)
        self.place = {field.attname: n for n, field in enumerate(fields)}
        self.empty = [_default(field) for field in fields]
        self.own_key = model._meta.pk is not None and isinstance(model._meta.pk, models.UUIDField)
        self.lines: list[str] = []

    def add(self, **given: Any) -> Any:
        """Add a row and return its primary key."""
        if self.own_key and "id" not in given:
            given["id"] = new_id()
        row, place = self.empty.copy(), self.place
        for name, value in given.items():
            plain = value.__class__ is str and value.isprintable() and "\\" not in value
            row[place[name]] = value if plain else said(value)
        self.lines.append("\t".join(row))
        return given.get("id")

    def flush(self) -> None:
        """Write the rows; triggers and constraints hold as for any INSERT."""
        if not self.lines:
            return
        waiting = f"waiting_{self.name}"  # PostgreSQL does not COPY into a table under row security
        with connection.cursor() as cursor:
            cursor.execute(
                f'CREATE TEMP TABLE IF NOT EXISTS "{waiting}" ON COMMIT DROP AS '  # noqa: S608 - our own words
                f'SELECT {self.columns} FROM "{self.name}" WITH NO DATA'
            )
            with cursor.copy(f'COPY "{waiting}" ({self.columns}) FROM STDIN') as copy:
                copy.write("\n".join(self.lines) + "\n")
            cursor.execute(
                f'INSERT INTO "{self.name}" ({self.columns}) SELECT {self.columns} FROM "{waiting}"'  # noqa: S608
            )
            cursor.execute(f'TRUNCATE "{waiting}"')
        self.lines.clear()


def _default(field: "models.Field[Any, Any]") -> str:
    if isinstance(field, ArrayField):
        return "{}"
    value: Any = field.get_default() if field.has_default() and not field.primary_key else None
    return said(value)
