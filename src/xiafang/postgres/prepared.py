"""How every connection asks: what is asked again is planned once (ADR 0053).

Row security adds its conditions to each statement, so that planning one costs more than running it.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import ClientCursor, Connection

_AFTER = 3  # times that a connection was asked the same
_KEPT = 400  # statements a connection: all pages together ask some 300


class PreparedCursor(ServerBindingCursor):
    """A cursor whose statements the server plans once; several in one, as the histories add them, are sent as text."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """Run `query`."""
        run: Callable[..., Any] = super().execute  # type: ignore[misc]  # django-stubs know no base of it
        if isinstance(query, str) and ";" in query:
            plain: Connection[Any] = self.connection  # type: ignore[attr-defined]
            return run(ClientCursor(plain).mogrify(query, params), prepare=False)
        return run(query, params, **more)


OPTIONS: dict[str, Any] = {
    "server_side_binding": True,
    "cursor_factory": PreparedCursor,
    "prepare_threshold": _AFTER,
}
"""Of Django's settings of the database."""


def keep_many(connection: Any, **_: object) -> None:
    """Let a new connection keep the plans of all pages; psycopg keeps a hundred otherwise."""
    connection.connection.prepared_max = _KEPT
