"""The two roles: what the one that serves pages must not be able to do."""

import psycopg
import pytest
from django.db import connection

from xiafang.postgres import roles
from xiafang.postgres.embedded import SUPERUSER, Embedded


def powers(server: Embedded, role: str) -> roles.Powers:
    with psycopg.connect(server.url(role)) as known:
        return roles.powers(known)


def test_the_web_role_has_no_powers(embedded_postgres: Embedded) -> None:
    assert powers(embedded_postgres, roles.WEB).objections == []


@pytest.mark.parametrize("role", [roles.OWNER, SUPERUSER])
def test_owner_and_superuser_are_objected_to(embedded_postgres: Embedded, role: str) -> None:
    assert powers(embedded_postgres, role).objections


def test_a_member_of_the_definer_is_objected_to(embedded_postgres: Embedded) -> None:
    with psycopg.connect(embedded_postgres.url(SUPERUSER), autocommit=True) as superuser:
        superuser.execute(f"GRANT {roles.DEFINER} TO {roles.WEB}")
        try:
            assert powers(embedded_postgres, roles.WEB).objections == ["可以绕过行级安全（BYPASSRLS）"]
        finally:
            superuser.execute(f"REVOKE {roles.DEFINER} FROM {roles.WEB}")


def test_the_deployment_sql_runs(embedded_postgres: Embedded) -> None:
    sql = roles.deployment_sql()
    for name in (roles.OWNER, roles.WEB, roles.DEFINER, roles.LEDGER):
        sql = sql.replace(name, f"deployed_{name}")
    sql = sql.replace(f"DATABASE {roles.DATABASE}", "DATABASE deployed")
    with psycopg.connect(embedded_postgres.url(SUPERUSER), autocommit=True) as superuser:
        for statement in filter(str.strip, "".join(line.split("--")[0] for line in sql.splitlines()).split(";")):
            superuser.execute(statement)
        assert superuser.execute("SELECT 1 FROM pg_database WHERE datname = 'deployed'").fetchone()


@pytest.mark.django_db
def test_the_web_role_cannot_change_the_schema(web_role) -> None:
    with web_role(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        cursor.execute(
            "SELECT has_table_privilege(current_user, 'django_migrations', 'INSERT'),"
            " has_schema_privilege(current_user, 'public', 'CREATE'), current_user"
        )
        assert cursor.fetchone() == (False, False, "xiafang_web")


def test_the_web_role_can_become_the_ledger_and_inherits_nothing_of_it(embedded_postgres: Embedded) -> None:
    assert powers(embedded_postgres, roles.WEB).keeps_ledger
    with psycopg.connect(embedded_postgres.url(roles.WEB)) as known:
        held = "SELECT pg_has_role(%s, 'MEMBER'), pg_has_role(%s, 'USAGE')"
        assert known.execute(held, [roles.LEDGER, roles.LEDGER]).fetchone() == (True, False)
        known.execute(f"SET ROLE {roles.LEDGER}")
    assert "直接继承了台账角色的权限（应为 NOINHERIT）" in powers(embedded_postgres, roles.OWNER).objections


def test_the_ledgers_role_cannot_sign_in_and_is_bound_by_row_security(embedded_postgres: Embedded) -> None:
    with psycopg.connect(embedded_postgres.url(SUPERUSER)) as superuser:
        can = "SELECT rolcanlogin, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = %s"
        assert superuser.execute(can, [roles.LEDGER]).fetchone() == (False, False, False)


def test_nobody_passes_a_trigger_by(db: None) -> None:
    """The library would let any session name triggers that are not to run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'")
        names = [name for (name,) in cursor.fetchall()]
        assert names
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
        cursor.execute("SELECT bool_or(_pgtrigger_should_ignore(name)) FROM unnest(%s::name[]) AS name", [names])
        assert cursor.fetchone() == (False,)
