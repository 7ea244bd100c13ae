"""The board adds counts up instead of reading the rows of a year, and takes off what whoever asks may not see.

Of an overseen unit everything is seen but what is hidden from whoever asks (0005_board): so the counts of the ledger
hold, less what is about hidden matters and, on a visit's list, matters of units that are not overseen. Rows of units
that are not overseen are read one by one as before (ADR 0046, 0051).
"""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import DIRECT, MINE, OWN, sees
from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, setting

SEES = sees("m", "mine", "own")

# `by`: 'unit', what stands right below with all below it; 'duty'; 'work', by duty what stands on the unit itself and
# is owed by nobody in person. `first` and `last` begin and end quarters.
NAME = "CASE by WHEN 'unit' THEN coalesce(o.above[depth + 1], o.above[depth])::text ELSE {duty}::text END"
KEY = NAME.format(duty="r.duty")
STATUS = """
CASE WHEN r.exempt THEN 'exempt'
     WHEN r.completed_on > r.due AND r.duty = ANY (deadlines) THEN 'late'
     WHEN r.completed_on IS NOT NULL THEN 'met'
     WHEN r.duty = ANY (states) OR r.due < day THEN 'breached'
     ELSE 'pending' END"""
PLACE = "JOIN organizations_organization AS o ON o.id = r.organization_id"
ROWS = f"promises_row AS r {PLACE}"
ASKED = """
r.year = asked_year AND (r.begins IS NULL OR r.begins <= day)
AND (first IS NULL OR r.due BETWEEN first AND last) AND (wanted = '{}' OR r.duty = ANY (wanted))
AND (unit IS NULL OR o.above @> ARRAY[unit]) AND (by <> 'work' OR o.id = unit AND r.official_id IS NULL)"""

BOARD = f"""
CREATE OR REPLACE FUNCTION promises_board(
    by text, unit uuid, day date, asked_year integer, first date, last date,
    wanted text[], states text[], deadlines text[]
) RETURNS TABLE (key text, status text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    mine uuid[] := {MINE};
    own uuid[] := {OWN};
    me uuid := {ASKING_OFFICIAL};
    units uuid[] := {setting("units")};
    inspected uuid[] := {setting("as_inspector")};
    here uuid[] := {setting("as_leader")} || {DIRECT};
    month date := date_trunc('month', day);
    hidden uuid[];
    depth integer;
    under boolean;
    everywhere boolean;
    elsewhere boolean;
BEGIN
    IF {ASKING_USER} IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(array_agg(m.id), '{{}}') INTO hidden
      FROM casework_matter AS m WHERE m.hidden_from <> '{{}}' AND m.hidden_from && own;
    SELECT cardinality(o.above), o.above && units INTO depth, under FROM organizations_organization AS o WHERE o.id = unit;
    everywhere := EXISTS (SELECT FROM organizations_organization AS o WHERE o.parent_id IS NULL AND o.id = ANY (units));
    elsewhere := NOT coalesce(under, everywhere);
    RETURN QUERY
    WITH whole AS (  -- units whose counts are added: those right below one that is overseen, and it without them
        SELECT o.id, o.above, 1 AS sign FROM organizations_organization AS o
         WHERE under AND (o.id = unit OR by = 'unit' AND o.parent_id = unit)
        UNION ALL
        SELECT o.id, o.above[:depth], -1 FROM organizations_organization AS o WHERE under AND by <> 'duty' AND o.parent_id = unit
        UNION ALL  -- else the highest that are overseen
        SELECT o.id, o.above, 1 FROM organizations_organization AS o
         WHERE under IS NOT TRUE AND by <> 'work' AND o.id = ANY (units) AND (unit IS NULL OR o.above @> ARRAY[unit])
           AND NOT o.above[:cardinality(o.above) - 1] && units
    ), found (key, status, n) AS (
        SELECT {NAME.format(duty="c.duty")},
               CASE WHEN c.state = 'exempt' THEN 'exempt'
                    WHEN c.state = 'after' AND c.duty = ANY (deadlines) THEN 'late'
                    WHEN c.state <> 'open' THEN 'met'
                    WHEN c.duty = ANY (states) OR c.span < month THEN 'breached'
                    ELSE 'pending' END, o.sign * c.n
          FROM whole AS o, LATERAL (
              SELECT k.duty, k.begins, k.span, k.state, k.person, k.n FROM promises_count AS k
               WHERE k.unit = o.id AND k.year = asked_year
              UNION ALL
              SELECT k.duty, k.begins, k.span, k.state, k.person, k.n FROM promises_change AS k
               WHERE k.unit = o.id AND k.year = asked_year
          ) AS c
         WHERE c.begins <= day AND (first IS NULL OR c.span BETWEEN first AND last)
           AND (wanted = '{{}}' OR c.duty = ANY (wanted)) AND (by <> 'work' OR NOT c.person)
        UNION ALL  -- what fell due earlier this month
        SELECT {KEY}, past.status, past.n
          FROM (SELECT * FROM promises_row WHERE completed_on IS NULL AND NOT exempt AND due >= month AND due < day
                   AND duty <> ALL (states) OFFSET 0) AS r {PLACE},
               (VALUES ('pending', -1), ('breached', 1)) AS past (status, n)
         WHERE o.above && units AND {ASKED}
        UNION ALL  -- what is hidden
        SELECT {KEY}, {STATUS}, -1
          FROM (SELECT * FROM promises_row WHERE matter = ANY (hidden) OFFSET 0) AS r {PLACE}
         WHERE o.above && units AND {ASKED}
        UNION ALL  -- what stands on a list of theirs and is out of sight
        SELECT {KEY}, {STATUS}, -1 FROM {ROWS}
         WHERE NOT everywhere AND r.matter IS NOT NULL AND NOT starts_with(r.subject, 'case:')
           AND r.matter <> ALL (hidden) AND o.above && units AND {ASKED}
           AND NOT EXISTS (SELECT FROM casework_matter AS m WHERE m.id = r.matter AND {SEES})
        UNION ALL  -- what is seen of units that are not overseen
        SELECT {KEY}, {STATUS}, 1 FROM {ROWS}
         WHERE elsewhere AND NOT o.above && units AND {ASKED}
           AND CASE WHEN r.matter IS NULL
                    THEN o.above && inspected OR r.official_id = me OR (r.official_id IS NULL AND o.id = ANY (here))
                    ELSE EXISTS (SELECT FROM casework_matter AS m WHERE m.id = r.matter AND {SEES}) END
    )
    SELECT found.key, found.status, sum(found.n)::bigint FROM found GROUP BY 1, 2 HAVING sum(found.n) <> 0;
END $$
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(BOARD, params=None)


def make_former(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    former: str = import_module("xiafang.promises.migrations.0005_board").BOARD
    schema_editor.execute(former.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"), params=None)


class Migration(migrations.Migration):
    dependencies = [("promises", "0007_counts")]
    operations = [RunStatements(make, make_former)]
