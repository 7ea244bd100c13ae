"""The one way to register a matter that the registrar must not see: a function of the database (ADR 0032)."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from xiafang.casework.models import Matter


def register_about_own_unit(matter: Matter, rows: dict[str, list[Any]]) -> None:
    """Write a matter with its rows (by the name of their table) through the definer function, which checks again."""
    payload = {"matter": _row(matter)} | {name: [_row(child) for child in children] for name, children in rows.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_register_about_own_unit(%s::jsonb)", [json.dumps(payload)])


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the digest of an event covers them."""

    def default(self, o: Any) -> Any:
        """Return ISO 8601 for moments."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _row(instance: models.Model) -> dict[str, Any]:
    """Return the columns of an instance that is not saved yet."""
    values = {field.column: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    found: dict[str, Any] = json.loads(json.dumps(values, cls=_Exact))
    return found
