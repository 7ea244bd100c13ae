"""Whoever a matter is hidden from once others were merged into it, does not see those either.

They are equally hidden when they are merged; a recusal granted later goes on by this trigger, which steps over row
security: whoever decides on it may not work the merged matter any more.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements

HIDE = """
CREATE FUNCTION casework_hide_merged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE casework_matter SET hidden_from = NEW.hidden_from
     WHERE merged_into_id = NEW.id AND hidden_from <> NEW.hidden_from;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER casework_hide_merged AFTER UPDATE ON casework_matter
    FOR EACH ROW WHEN (OLD.hidden_from IS DISTINCT FROM NEW.hidden_from) EXECUTE FUNCTION casework_hide_merged()
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    definer = schema_editor.quote_name(settings.DEFINER_ROLE)
    for statement in (
        HIDE,
        TRIGGER,
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
        "REVOKE ALL ON FUNCTION casework_hide_merged() FROM PUBLIC",
        f"ALTER FUNCTION casework_hide_merged() OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        # What was recused before this was kept.
        "UPDATE casework_matter AS merged SET hidden_from = target.hidden_from FROM casework_matter AS target"
        " WHERE target.id = merged.merged_into_id AND merged.hidden_from <> target.hidden_from",
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TRIGGER casework_hide_merged ON casework_matter", params=None)
    schema_editor.execute("DROP FUNCTION casework_hide_merged()", params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_pairs")]
    operations = [RunStatements(make, drop)]
