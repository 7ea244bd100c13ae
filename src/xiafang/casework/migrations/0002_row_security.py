"""Who reads and writes casework: a matter by its arrays (predicates.py), everything else with its matter.

Two functions step over row security, both owned by the role that cannot sign in:

- `casework_register_about_own_unit`: whoever registers a matter about the own unit may not see it afterwards, and
  INSERT needs sight; the function checks what the policy would have checked, and writes one registration;
- `casework_follow_tree`: a trigger; when organizations move, the sight of their matters follows, though the system
  administrator who moves them sees none.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import DIRECT, MINE, sees, works
from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, AppendOnly, Policy, Protect, within

FUNCTIONS = ("casework_register_about_own_unit(jsonb)", "casework_follow_tree()")
REGISTERED = ("matter", "item", "petitioner", "personal", "demand", "accusation", "grading", "event")


def registers(column: str) -> str:
    """The asker keeps the register of the unit: petition office there or above, liaison of a direct unit."""
    return f"({within(column, 'as_petition_office')} OR {column} = ANY ({DIRECT}))"


def seen(table: str) -> str:
    return f"EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = {table}.matter_id)"


def worked(table: str) -> str:
    return (
        "EXISTS (SELECT FROM casework_matter AS matter "
        f"WHERE matter.id = {table}.matter_id AND matter.worked_by && {MINE})"
    )


def follows(name: str, *, changed: bool = False, adds: str = "", changes: str = "") -> Protect:
    """Rows seen with their matter and added by who works it; `changed` ones changed as well; further conditions."""
    table = f"casework_{name}"
    work = worked(table)
    policies = [
        Policy("read", "SELECT", sees=seen(table)),
        Policy("add", "INSERT", writes=f"{work} AND {adds}" if adds else work),
    ]
    if changed:
        policies.append(Policy("change", "UPDATE", sees=work, writes=f"{work} AND {changes}" if changes else work))
    return Protect(table, "SELECT, INSERT, UPDATE" if changed else "SELECT, INSERT", policies)


REGISTER = f"""
CREATE FUNCTION casework_register_about_own_unit(payload jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    new casework_matter := jsonb_populate_record(NULL::casework_matter, payload -> 'matter');
    about uuid[];
BEGIN
    IF ({ASKING_USER}) IS NULL OR NOT ({registers("new.registering_id")}) THEN
        RAISE EXCEPTION 'no right to register at %', new.registering_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT array_agg((row ->> 'organization_id')::uuid) INTO about
      FROM jsonb_array_elements(payload -> 'accusation') AS row WHERE row ->> 'organization_id' IS NOT NULL;
    IF NOT coalesce(about <@ new.hidden_from, false)
       OR NOT EXISTS (SELECT FROM organizations_organization WHERE id = new.registering_id AND above && about)
       OR EXISTS (SELECT FROM organizations_organization WHERE id = new.responsible_id AND above && about) THEN
        RAISE EXCEPTION 'only for a matter about the registering unit' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF new.version <> 1 OR new.state <> 'received' OR cardinality(new.senders || new.leaders || new.handlers) > 0
       OR EXISTS (SELECT FROM jsonb_array_elements(payload -> 'event') AS row
                   WHERE (row ->> 'user_id')::bigint IS DISTINCT FROM {ASKING_USER}) THEN
        RAISE EXCEPTION 'only for a new registration in one''s own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO casework_matter SELECT new.*;
    {
    " ".join(
        f"INSERT INTO casework_{name} SELECT (jsonb_populate_record(NULL::casework_{name}, "
        f"row || jsonb_build_object('matter_id', new.id))).* FROM jsonb_array_elements(payload -> '{name}') AS row;"
        for name in REGISTERED[1:]
    )
}
END $$;
"""

FOLLOW = """
CREATE FUNCTION casework_follow_tree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE casework_matter SET responsible_id = responsible_id WHERE responsible_id = NEW.id OR registering_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_follow_tree AFTER UPDATE ON organizations_organization
    FOR EACH ROW WHEN (OLD.above IS DISTINCT FROM NEW.above) EXECUTE FUNCTION casework_follow_tree();
"""


def make_functions(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    web, definer = (schema_editor.quote_name(role) for role in (settings.WEB_ROLE, settings.DEFINER_ROLE))
    run = schema_editor.execute
    run(REGISTER, params=None)
    run(FOLLOW, params=None)
    run(f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}", params=None)  # CREATE: to be given a function, no longer
    for function in FUNCTIONS:
        run(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC", params=None)
        run(f"ALTER FUNCTION {function} OWNER TO {definer}", params=None)
    run(f"REVOKE CREATE ON SCHEMA public FROM {definer}", params=None)
    run(f"GRANT EXECUTE ON FUNCTION {FUNCTIONS[0]} TO {web}", params=None)
    run(f"GRANT SELECT ON organizations_organization TO {definer}", params=None)
    run(f"GRANT SELECT, UPDATE ON casework_matter TO {definer}", params=None)
    for name in REGISTERED:
        run(f"GRANT INSERT ON casework_{name} TO {definer}", params=None)


def drop_functions(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TRIGGER casework_follow_tree ON organizations_organization", params=None)
    for function in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION {function}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("accounts", "0002_row_security"),
        ("organizations", "0002_row_security"),
        ("postgres", "0001_web_role"),
    ]
    operations = [
        Protect(
            "casework_matter",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=sees("casework_matter")),
                Policy(
                    "register",
                    "INSERT",
                    writes=f"{works('casework_matter')} AND {registers('casework_matter.registering_id')}",
                ),
                # What leaves one's hands must still be in one's sight: the sender of a transfer reads on.
                Policy("work", "UPDATE", sees=works("casework_matter"), writes=sees("casework_matter")),
            ],
        ),
        Protect(
            "casework_numbering",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=registers("casework_numbering.organization_id")),
                Policy("begin", "INSERT", writes=registers("casework_numbering.organization_id")),
                Policy(
                    "give",
                    "UPDATE",
                    sees=registers("casework_numbering.organization_id"),
                    writes=registers("casework_numbering.organization_id"),
                ),
            ],
        ),
        follows("item", changed=True),
        follows("demand", changed=True),
        follows("petitioner", changed=True),
        follows("personal", changed=True),
        follows("accusation"),
        follows("recusal", changed=True),
        follows("involvement", changed=True),
        follows(
            "proposal",
            changed=True,
            adds=f"proposed_by_id = {ASKING_USER} AND decided_on IS NULL",
            changes=f"decided_by_id = {ASKING_USER}",
        ),
        follows("grading"),
        follows("extension"),
        follows("sponsorship", changed=True),
        follows("escalation", changed=True),
        follows("opinion", adds=f"approved_by_id = {ASKING_OFFICIAL}"),
        follows("assignment", changed=True),
        follows("transfer", changed=True),
        follows("paper"),
        Protect(
            "casework_event",
            "SELECT, INSERT",
            [
                Policy("read", "SELECT", sees=seen("casework_event")),
                # Readers add events too (whoever unmasks personal data), nobody in another's name.
                Policy("add", "INSERT", writes=f"user_id = {ASKING_USER} AND {seen('casework_event')}"),
            ],
        ),
        AppendOnly("casework_event"),
        RunStatements(make_functions, drop_functions),
    ]
