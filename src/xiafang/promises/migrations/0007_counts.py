"""The ledger counts itself, for each organization with all below it (ADR 0051): boards need not read its rows.

Statement by statement what changed is added to `promises_change`, which nobody ever updates, so no act waits for
another one; now and then one act folds the changes into `promises_count`. The sum of both is the count at any moment.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import Policy, Protect

LEDGER_LOCK = 0x5866  # as in promises/role.py: 0 is held, shared, by whoever writes the ledger
FOLD_EVERY = 1000
NOBODY = Policy("read", "SELECT", sees="false")  # a count tells of what is hidden: only the board reads it

CELL = "unit, year, duty, begins, span, state, person"
TABLES = """
CREATE TABLE promises_count (
    unit uuid NOT NULL, year smallint NOT NULL, duty varchar(40) NOT NULL, begins date NOT NULL, span date NOT NULL,
    state text NOT NULL, person boolean NOT NULL, n bigint NOT NULL,
    PRIMARY KEY (unit, year, duty, begins, span, state, person)
);
CREATE TABLE promises_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit uuid NOT NULL, year smallint NOT NULL, duty varchar(40) NOT NULL, begins date NOT NULL, span date NOT NULL,
    state text NOT NULL, person boolean NOT NULL, n bigint NOT NULL
);
CREATE INDEX promises_change_unit ON promises_change (unit, year);
CREATE INDEX promises_count_none ON promises_count (unit) WHERE n = 0;
CREATE INDEX promises_row_listed ON promises_row (organization_id, year)
 WHERE matter IS NOT NULL AND NOT starts_with(subject, 'case:')
"""


def cells(rows: str, which: str = "true") -> str:
    """Return SQL that counts `rows` by organization and cell.

    What is done keeps its state, so the quarter of its limit is enough for the periods of a board; of what is open the
    month is kept, and the day on which a board is looked at decides. A row without `begins` has begun long ago.
    """
    return f"""
    SELECT organization_id, year, duty, coalesce(begins, '-infinity') AS begins,
           date_trunc(CASE WHEN completed_on IS NULL AND NOT exempt THEN 'month' ELSE 'quarter' END, due)::date AS span,
           CASE WHEN exempt THEN 'exempt' WHEN completed_on IS NULL THEN 'open'
                WHEN completed_on > due THEN 'after' ELSE 'within' END AS state,
           official_id IS NOT NULL AS person, count(*) AS n
      FROM {rows} AS row WHERE organization_id IS NOT NULL AND {which}
     GROUP BY 1, 2, 3, 4, 5, 6, 7"""


KEEP = f"""
CREATE FUNCTION promises_keep_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
    emptied boolean := TG_OP = 'TRUNCATE' OR TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM promises_row);
    many boolean;
BEGIN
    IF emptied THEN  -- one statement, one moment: what others have not committed yet stays with their rows
        WITH gone AS (DELETE FROM promises_change WHERE NOT EXISTS (SELECT FROM promises_row))
        DELETE FROM promises_count WHERE NOT EXISTS (SELECT FROM promises_row);
        RETURN NULL;
    END IF;
    WITH cell AS ({cells("changed")}
    ), made AS (
        INSERT INTO promises_change ({CELL}, n)
        SELECT step, year, duty, begins, span, state, person, TG_ARGV[0]::int * sum(n)
          FROM cell JOIN organizations_organization AS o ON o.id = cell.organization_id, unnest(o.above) AS step
         GROUP BY 1, 2, 3, 4, 5, 6, 7
        RETURNING id
    )
    SELECT bool_or(id % {FOLD_EVERY} = 0) INTO many FROM made;
    IF many AND pg_try_advisory_xact_lock({LEDGER_LOCK}, -1) THEN
        WITH gone AS (DELETE FROM promises_change RETURNING {CELL}, n)
        INSERT INTO promises_count AS known ({CELL}, n)
        SELECT {CELL}, sum(n) FROM gone GROUP BY {CELL} HAVING sum(n) <> 0
        ON CONFLICT ({CELL}) DO UPDATE SET n = known.n + excluded.n;
        DELETE FROM promises_count WHERE n = 0;
    END IF;
    RETURN NULL;
END $$
"""

# An organization that is moved takes its rows with it. Whoever writes the ledger meanwhile reads the old way, so the
# move waits for them and they for it.
MOVE = f"""
CREATE FUNCTION promises_move_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({LEDGER_LOCK}, 0);
    INSERT INTO promises_change ({CELL}, n)
    SELECT way.step, year, duty, begins, span, state, person, way.sign * cell.n
      FROM ({cells("promises_row", "organization_id = NEW.id")}) AS cell,
           (SELECT unnest(OLD.above), -1 UNION ALL SELECT unnest(NEW.above), 1) AS way (step, sign)
     WHERE way.step <> NEW.id;
    RETURN NULL;
END $$
"""

FILL = f"""
INSERT INTO promises_count ({CELL}, n)
SELECT step, year, duty, begins, span, state, person, sum(n)
  FROM ({cells("promises_row")}) AS cell JOIN organizations_organization AS o ON o.id = cell.organization_id,
       unnest(o.above) AS step
 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
TRIGGERS = (
    ("insert", "AFTER INSERT", "REFERENCING NEW TABLE AS changed", 1),
    ("delete", "AFTER DELETE", "REFERENCING OLD TABLE AS changed", -1),
    ("before", "AFTER UPDATE", "REFERENCING OLD TABLE AS changed", -1),
    ("after", "AFTER UPDATE", "REFERENCING NEW TABLE AS changed", 1),
    ("truncate", "AFTER TRUNCATE", "", 0),
)


def make_tables(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in (*TABLES.split(";"), FILL):
        schema_editor.execute(statement, params=None)


def drop_tables(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in ("DROP INDEX promises_row_listed", "DROP TABLE promises_change", "DROP TABLE promises_count"):
        schema_editor.execute(statement, params=None)


def make_triggers(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    definer = schema_editor.quote_name(settings.DEFINER_ROLE)
    statements = [KEEP, MOVE]
    statements += [
        f"CREATE TRIGGER promises_keep_counts_{name} {event} ON promises_row {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION promises_keep_counts('{sign}')"
        for name, event, table, sign in TRIGGERS
    ]
    statements += [
        "CREATE TRIGGER promises_move_counts AFTER UPDATE ON organizations_organization FOR EACH ROW "
        "WHEN (OLD.above IS DISTINCT FROM NEW.above) EXECUTE FUNCTION promises_move_counts()",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
    ]
    for function in ("promises_keep_counts()", "promises_move_counts()"):
        statements += [
            f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC",
            f"ALTER FUNCTION {function} OWNER TO {definer}",
        ]
    statements += [
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON promises_count, promises_change TO {definer}",
    ]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = [f"DROP TRIGGER promises_keep_counts_{name} ON promises_row" for name, *_ in TRIGGERS]
    statements += [
        "DROP TRIGGER promises_move_counts ON organizations_organization",
        "DROP FUNCTION promises_keep_counts()",
        "DROP FUNCTION promises_move_counts()",
    ]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("promises", "0006_present"), ("organizations", "0002_row_security")]
    operations = [
        RunStatements(make_tables, drop_tables),
        Protect("promises_count", "SELECT", [NOBODY]),
        Protect("promises_change", "SELECT", [NOBODY]),
        RunStatements(make_triggers, drop_triggers),
    ]
