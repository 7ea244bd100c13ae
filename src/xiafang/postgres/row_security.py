"""Row security in migrations: who asks (settings of the transaction), policies, and the web role's grants by table.

Each request tells the database who asks with `set_config('xiafang.…', …, true)` (accounts.standing); a policy compares
a row with that. Without it every setting is empty, nothing compares equal and nothing is seen: it fails closed.

Each table is either protected here (row security enabled and forced, at least one policy) or stands in `OUTSIDE` with
the reason why not; a test walks the whole database. Grants are said per table and revoke whatever was there before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Command = Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]

# Scalar subqueries: PostgreSQL runs them once a statement, not once a row.
ASKING_USER = "(SELECT nullif(current_setting('xiafang.user', true), '')::bigint)"
ASKING_OFFICIAL = "(SELECT nullif(current_setting('xiafang.official', true), '')::uuid)"
SIGNED_IN = f"{ASKING_USER} IS NOT NULL"

# table → (what the web role may do, why the table stands outside row security)
OUTSIDE: dict[str, tuple[str, str]] = {
    "django_migrations": ("SELECT", "names of migrations; the web role checks that none is missing"),
    "django_content_type": ("SELECT", "names of models"),
    "auth_permission": ("SELECT", "Django's own permissions, not used: roles are grants of ours"),
    "auth_group": ("SELECT", "Django's own groups, not used"),
    "auth_group_permissions": ("SELECT", "Django's own groups, not used"),
    "django_session": ("SELECT, INSERT, UPDATE, DELETE", "read before anybody is known; holds no case data"),
    "accounts_user": ("SELECT, INSERT, UPDATE", "read before anybody is known; holds no case data; never deleted"),
    "account_emailaddress": ("SELECT", "of allauth; not used, accounts have no e-mail address"),
    "account_emailconfirmation": ("SELECT", "of allauth; not used"),
    "axes_accessattempt": ("SELECT, INSERT, UPDATE, DELETE", "failed sign-ins, written before anybody is known"),
    "axes_accessattemptexpiration": ("SELECT, INSERT, UPDATE, DELETE", "failed sign-ins"),
    "axes_accessfailurelog": ("SELECT, INSERT, DELETE", "failed sign-ins"),
    "axes_accesslog": ("SELECT, INSERT, UPDATE, DELETE", "sign-ins"),
    "pghistory_context": ("SELECT, INSERT, UPDATE", "who did what act, beside the histories; no case data"),
    "promises_basis": ("SELECT", "the policy pack that the duty ledger was made by; no case data"),
    "demo_demo": ("SELECT", "the demo's day and seed"),
}


def setting(name: str) -> str:
    """Return SQL for the organizations in the setting `xiafang.<name>`: an array of ids, empty when nobody asks."""
    return f"(SELECT coalesce(nullif(current_setting('xiafang.{name}', true), ''), '{{}}')::uuid[])::uuid[]"


def within(column: str, name: str) -> str:
    """Return SQL for: the organization in `column` is one of those in the setting `name`, or below one of them.

    The subtree is gathered into an array once a statement; what is left is `=` on an id, which is leakproof and may use
    an index on the column. As IN it is a filter on every row, as EXISTS it calls the JIT compiler as well (ADR 0017).
    """
    return (
        f"{column} = ANY ((SELECT coalesce(array_agg(unit.id), '{{}}') "  # noqa: S608 - our own words
        f"FROM organizations_organization AS unit WHERE unit.above && {setting(name)})::uuid[])"
    )


@dataclass(frozen=True)
class Policy:
    """A policy for the web role: `sees` which rows it reads or changes, `writes` what a row must be after a change."""

    name: str
    command: Command
    sees: str = ""
    writes: str = ""

    def sql(self, table: str, web: str) -> str:
        """Return the statement that creates it."""
        using = f" USING ({self.sees})" if self.sees else ""
        check = f" WITH CHECK ({self.writes})" if self.writes else ""
        return f'CREATE POLICY "{self.name}" ON "{table}" FOR {self.command} TO {web}{using}{check}'


class _DatabaseOnly(Operation):
    """An operation that changes the database and nothing of Django's state."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: models do not know of row security."""

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, statements: Sequence[str]) -> None:
        for statement in statements:
            schema_editor.execute(statement, params=None)


def _web(schema_editor: BaseDatabaseSchemaEditor) -> str:
    return schema_editor.quote_name(settings.WEB_ROLE)


def _grants(table: str, rights: str, web: str) -> list[str]:
    given = [f'GRANT {rights} ON "{table}" TO {web}'] if rights else []
    return [f'REVOKE ALL ON "{table}" FROM {web}', *given]


class Protect(_DatabaseOnly):
    """Enable and force row security on `table`, with `policies`, and grant the web role exactly `grants`.

    Forced: the owner, too, sees only what a policy gives it, and the policy `owner` gives it everything, visibly. So a
    role that merely inherits from the owner gains nothing silently, and dumps by the owner need --enable-row-security.
    """

    def __init__(self, table: str, grants: str, policies: Sequence[Policy]) -> None:
        self.table, self.grants, self.policies = table, grants, list(policies)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how a migration writes this."""
        return type(self).__name__, [self.table, self.grants, self.policies], {}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Set the table's policies and grants."""
        web = _web(schema_editor)
        self._run(
            schema_editor,
            [
                f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{self.table}" FORCE ROW LEVEL SECURITY',
                f'CREATE POLICY "owner" ON "{self.table}" TO CURRENT_USER USING (true) WITH CHECK (true)',
                *(policy.sql(self.table, web) for policy in self.policies),
                *_grants(self.table, self.grants, web),
            ],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take policies and grants away; the web role then has no right to the table at all."""
        drops = [f'DROP POLICY "{name}" ON "{self.table}"' for name in ("owner", *(p.name for p in self.policies))]
        self._run(
            schema_editor,
            [
                *drops,
                f'ALTER TABLE "{self.table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
                *_grants(self.table, "", _web(schema_editor)),
            ],
        )

    def describe(self) -> str:
        """Say what it does."""
        return f"Put {self.table} under row security"


class GrantOutside(_DatabaseOnly):
    """Give the web role exactly what `OUTSIDE` says on `tables`; those that are not there are passed over."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how a migration writes this."""
        return type(self).__name__, list(self.tables), {}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Set the grants."""
        with schema_editor.connection.cursor() as cursor:
            there = set(schema_editor.connection.introspection.table_names(cursor))
        for table in self.tables:
            if table in there:
                self._run(schema_editor, _grants(table, OUTSIDE[table][0], _web(schema_editor)))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Leave the grants: a table without them would lock everybody out of signing in."""

    def describe(self) -> str:
        """Say what it does."""
        return "Grant the web role its rights on tables outside row security"


class LedgerReads(_DatabaseOnly):
    """Let the role that works the duty ledger out read `columns` of every row of `table`: ids, days and codes only.

    Its rights begin with `SET ROLE` (postgres.roles); a test keeps text and people out of the columns.
    """

    def __init__(self, table: str, *columns: str) -> None:
        self.table, self.columns = table, columns

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how a migration writes this."""
        return type(self).__name__, [self.table, *self.columns], {}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the policy and grant the columns."""
        ledger = schema_editor.quote_name(settings.LEDGER_ROLE)
        columns = ", ".join(map(schema_editor.quote_name, self.columns))
        self._run(
            schema_editor,
            [
                f'CREATE POLICY "ledger" ON "{self.table}" FOR SELECT TO {ledger} USING (true)',
                f'GRANT SELECT ({columns}) ON "{self.table}" TO {ledger}',
            ],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take both away."""
        ledger = schema_editor.quote_name(settings.LEDGER_ROLE)
        self._run(
            schema_editor,
            [f'DROP POLICY "ledger" ON "{self.table}"', f'REVOKE ALL ON "{self.table}" FROM {ledger}'],
        )

    def describe(self) -> str:
        """Say what it does."""
        return f"Let the ledger read {', '.join(self.columns)} of {self.table}"


class AppendOnly(_DatabaseOnly):
    """Refuse UPDATE and DELETE on `table` to everybody, the owner included; for tables of events.

    TRUNCATE stays the owner's alone, who could drop the table as well: tests and a fresh demo empty it so.
    """

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how a migration writes this."""
        return type(self).__name__, [self.table], {}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the function, once, and the table's trigger."""
        self._run(
            schema_editor,
            [
                "CREATE OR REPLACE FUNCTION xiafang_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
                "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
                "USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME; END $$",
                f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{self.table}" '
                "FOR EACH ROW EXECUTE FUNCTION xiafang_append_only()",
            ],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the trigger; the function stays for other tables."""
        self._run(schema_editor, [f'DROP TRIGGER append_only ON "{self.table}"'])

    def describe(self) -> str:
        """Say what it does."""
        return f"Make {self.table} append-only"
