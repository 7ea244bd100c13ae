"""Counting for the duty board in one function that repeats the policy of the ledger, set by set (ADR 0046)."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import DIRECT, MINE, OWN, sees
from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, setting

SIGNATURE = "promises_board(text, uuid, date, integer, date, date, text[], text[], text[])"

# What is about a matter of an overseen unit is seen unless the matter is hidden from whoever asks: `seen_by` holds
# everything above the responsible unit, and the row stands on that unit's board. Any other row about a matter asks the
# matter itself. The rest is the policy's own words (predicates.SEES), asked once a unit instead of once a row.
BOARD = f"""
CREATE FUNCTION promises_board(
    by text, unit uuid, day date, asked_year integer, first date, last date,
    wanted text[], states text[], deadlines text[]
) RETURNS TABLE (key text, status text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
    mine uuid[] := {MINE};
    own uuid[] := {OWN};
    me uuid := {ASKING_OFFICIAL};
    units uuid[] := {setting("units")};
    inspected uuid[] := {setting("as_inspector")};
    here uuid[] := {setting("as_leader")} || {DIRECT};
    hidden uuid[];
BEGIN
    IF {ASKING_USER} IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(array_agg(m.id), '{{}}') INTO hidden
      FROM casework_matter AS m WHERE m.hidden_from <> '{{}}' AND m.hidden_from && own;
    RETURN QUERY
    WITH place AS MATERIALIZED (
        SELECT o.id, o.above && units AS overseen, o.above && units OR o.above && inspected AS looked_at,
               o.id = ANY (here) AS at_home,
               coalesce(o.above[top.depth + 1], o.above[top.depth])::text AS branch
          FROM organizations_organization AS o
          LEFT JOIN LATERAL (
              SELECT cardinality(t.above) AS depth FROM organizations_organization AS t WHERE t.id = unit
          ) AS top ON true
         WHERE unit IS NULL OR o.above @> ARRAY[unit]
    )
    SELECT CASE by WHEN 'duty' THEN r.duty ELSE place.branch END,
           CASE WHEN r.exempt THEN 'exempt'
                WHEN r.completed_on > r.due AND r.duty = ANY (deadlines) THEN 'late'
                WHEN r.completed_on IS NOT NULL THEN 'met'
                WHEN r.duty = ANY (states) OR r.due < day THEN 'breached'
                ELSE 'pending' END,
           count(*)
      FROM promises_row AS r JOIN place ON place.id = r.organization_id
     WHERE r.year = asked_year AND (r.begins IS NULL OR r.begins <= day)
       AND (first IS NULL OR r.due BETWEEN first AND last)
       AND (wanted = '{{}}' OR r.duty = ANY (wanted))
       AND CASE WHEN r.matter IS NULL
                THEN place.looked_at OR r.official_id = me OR (r.official_id IS NULL AND place.at_home)
                WHEN place.overseen AND starts_with(r.subject, 'case:') THEN r.matter <> ALL (hidden)
                ELSE EXISTS (SELECT FROM casework_matter AS m WHERE m.id = r.matter AND {sees("m", "mine", "own")}) END
     GROUP BY 1, 2;
END $$;
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    definer, web = schema_editor.quote_name(settings.DEFINER_ROLE), schema_editor.quote_name(settings.WEB_ROLE)
    for statement in (
        BOARD,
        "CREATE INDEX casework_matter_hidden ON casework_matter USING gin (hidden_from) WHERE hidden_from <> '{}'",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
        f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC",
        f"ALTER FUNCTION {SIGNATURE} OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {web}, CURRENT_USER",
        f"GRANT SELECT ON promises_row, casework_matter, organizations_organization TO {definer}",
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP INDEX casework_matter_hidden", params=None)
    schema_editor.execute(f"DROP FUNCTION {SIGNATURE}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0004_kept_by_acts"),
        ("casework", "0003_search"),
        ("organizations", "0002_row_security"),
    ]
    operations = [RunStatements(make, drop)]
