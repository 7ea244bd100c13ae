"""A matter about the unit that registers it is numbered by the level that answers for it.

Out of the unit's own series it would leave a hole, from which its colleagues could tell that it exists. The registrar has
no right on the series above: a function of the role that cannot sign in gives the next number of it, to whoever keeps
the register of a unit below. A serial is no longer one of the registering unit's; the number itself stays unique.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import DIRECT
from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_USER, within

FUNCTION = "casework_number_above(uuid, uuid, text, smallint, text)"
KEEPS = f"({within('below', 'as_petition_office')} OR below = ANY ({DIRECT}))"
GIVE = f"""
CREATE FUNCTION casework_number_above(below uuid, answering uuid, what text, of_year smallint, written text)
RETURNS TABLE (serial integer, begins varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF ({ASKING_USER}) IS NULL OR NOT ({KEEPS}) OR below = answering
       OR NOT EXISTS (SELECT FROM organizations_organization AS unit
                       WHERE unit.id = below AND answering = ANY (unit.above)) THEN
        RAISE EXCEPTION 'only for a level above a unit whose register one keeps' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO casework_numbering (id, organization_id, series, year, prefix, last)
    VALUES (gen_random_uuid(), answering, what, of_year, written, 0)
        ON CONFLICT (organization_id, series, year) DO NOTHING;
    RETURN QUERY UPDATE casework_numbering AS given SET last = given.last + 1
        WHERE given.organization_id = answering AND given.series = what AND given.year = of_year
        RETURNING given.last, given.prefix;
END $$
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    web, definer = (schema_editor.quote_name(role) for role in (settings.WEB_ROLE, settings.DEFINER_ROLE))
    for statement in (
        GIVE,
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
        f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC",
        f"ALTER FUNCTION {FUNCTION} OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {web}",
        f"GRANT SELECT, INSERT, UPDATE ON casework_numbering TO {definer}",
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}", params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_hide_merged")]
    operations = [
        migrations.RemoveConstraint(model_name="matter", name="casework_matter_serial"),
        RunStatements(make, drop),
    ]
