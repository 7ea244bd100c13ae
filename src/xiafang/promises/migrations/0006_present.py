"""What stands beside a matter, asked once: nine policies would be planned for nine tables, of which most hold nothing.

Whoever may not read the matter gets NULL. That there is something is all that is said: the rows themselves are read
under row security.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import MINE, OWN, sees
from xiafang.postgres.operations import RunStatements

SIGNATURE = "promises_present(uuid)"
CHILDREN = (
    "casework_extension",
    "casework_escalation",
    "casework_transfer",
    "visits_visitmatter",
    "casework_sponsorship",
    "casework_proposal",
    "casework_recusal",
    "casework_accusation",
)
PRESENT = f"""
CREATE FUNCTION promises_present(asked uuid) RETURNS boolean[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
    mine uuid[] := {MINE};
    own uuid[] := {OWN};
BEGIN
    IF NOT EXISTS (SELECT FROM casework_matter AS m WHERE m.id = asked AND {sees("m", "mine", "own")}) THEN
        RETURN NULL;
    END IF;
    RETURN ARRAY[
        {", ".join(f"EXISTS (SELECT FROM {table} AS beside WHERE beside.matter_id = asked)" for table in CHILDREN)},
        EXISTS (SELECT FROM casework_matter AS m WHERE m.merged_into_id = asked AND {sees("m", "mine", "own")})
    ];
END $$;
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    definer, web = schema_editor.quote_name(settings.DEFINER_ROLE), schema_editor.quote_name(settings.WEB_ROLE)
    for statement in (
        PRESENT,
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
        f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC",
        f"ALTER FUNCTION {SIGNATURE} OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {web}, CURRENT_USER",
        *(f"GRANT SELECT ON {table} TO {definer}" for table in CHILDREN),
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP FUNCTION {SIGNATURE}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0005_board"),
        ("casework", "0003_search"),
        ("visits", "0002_row_security"),
    ]
    operations = [RunStatements(make, drop)]
