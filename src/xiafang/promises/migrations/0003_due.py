"""The ledger writes which limit binds each matter now (`casework.Due`): lists sort and filter by it (ADR 0042).

Statement by statement, so that a rebuild of the whole ledger costs one write a matter. Only promises about the matter
itself count: told, closed, answered, and what 第十八条 asks.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements

FUNCTION = "promises_keep_due()"
COUNTS = "(duty LIKE 'case.%' OR duty LIKE 'escalated.%')"

KEEP = f"""
CREATE FUNCTION {FUNCTION} RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    WITH touched AS (
        SELECT DISTINCT changed.matter AS id FROM changed JOIN casework_matter AS m ON m.id = changed.matter
         WHERE {COUNTS}
    ), binding AS (
        SELECT DISTINCT ON (row.matter) row.matter, row.due, row.duty, row.provisional
          FROM promises_row AS row JOIN touched ON touched.id = row.matter
         WHERE row.completed_on IS NULL AND NOT row.exempt AND {COUNTS}
         ORDER BY row.matter, row.due, row.duty
    ), gone AS (
        DELETE FROM casework_due USING touched
         WHERE casework_due.matter_id = touched.id
           AND NOT EXISTS (SELECT FROM binding WHERE binding.matter = touched.id)
    )
    INSERT INTO casework_due AS known (matter_id, due_on, duty, provisional)
    SELECT matter, due, duty, provisional FROM binding
    ON CONFLICT (matter_id) DO UPDATE
       SET due_on = excluded.due_on, duty = excluded.duty, provisional = excluded.provisional
     WHERE (known.due_on, known.duty, known.provisional)
           IS DISTINCT FROM (excluded.due_on, excluded.duty, excluded.provisional);
    RETURN NULL;
END $$;
"""
TRIGGERS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def make_triggers(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    definer = schema_editor.quote_name(settings.DEFINER_ROLE)

    def run(sql: str) -> None:
        schema_editor.execute(sql, params=None)

    run(KEEP)
    for event, table in TRIGGERS.items():
        run(
            f"CREATE TRIGGER promises_keep_due_{event} AFTER {event} ON promises_row "
            f"REFERENCING {table} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}"
        )
    run(f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}")
    run(f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC")
    run(f"ALTER FUNCTION {FUNCTION} OWNER TO {definer}")
    run(f"REVOKE CREATE ON SCHEMA public FROM {definer}")
    run(f"GRANT SELECT ON promises_row TO {definer}")
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON casework_due TO {definer}")


def drop_triggers(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for event in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER promises_keep_due_{event} ON promises_row", params=None)
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}", params=None)


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_row_security"), ("casework", "0003_search")]
    operations = [RunStatements(make_triggers, drop_triggers)]
