"""The Django app that carries the rights of the web role as a migration, and what has to be said after each of them."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from xiafang.postgres.prepared import keep_many

# Each trigger that a migration adds brings the library's own answer along. It looks for a setting by which anybody
# could pass the triggers by; and as the setting is never there, it fails inside and rolls back, so that in a
# transaction with many deferred constraints (an import, the demo) each row costs as much as all rows before it.
_NEVER_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT false'
"""


def keep_triggers(using: str, **_: Any) -> None:
    """Let nobody switch triggers off for a session, and let asking cost nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NEVER_IGNORED)


class PostgresConfig(AppConfig):
    """No models: only the migration that gives the web role its rights, and how connections ask."""

    name = "xiafang.postgres"
    label = "postgres"

    def ready(self) -> None:
        """Say it once after every migration: Django tells apps with models alone."""
        connection_created.connect(keep_many)
        post_migrate.connect(keep_triggers, sender=apps.get_app_config("accounts"))
