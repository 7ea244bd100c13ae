"""The function through which the audit administrator reads every trail; see supervision/audit.py and ADR 0048."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements
from xiafang.supervision.audit import BEFORE_IMPORTS, READS, SIGNATURE


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    web, definer = (schema_editor.quote_name(role) for role in (settings.WEB_ROLE, settings.DEFINER_ROLE))
    for statement in (
        BEFORE_IMPORTS,
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",  # CREATE: to be given a function, no longer
        f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC",
        f"ALTER FUNCTION {SIGNATURE} OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {web}",
        *(f"GRANT SELECT ON {table} TO {definer}" for table in READS),
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP FUNCTION {SIGNATURE}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_event_entered"),
        ("accounts", "0003_user_history"),
        ("casework", "0007_event_entered"),
        ("visits", "0004_event_entered"),
        ("organizations", "0002_row_security"),
        ("axes", "0010_accessattemptexpiration"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [RunStatements(make, drop)]
