"""What commands that need the database begin with: `with workplace():`, then import what needs Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from psycopg.errors import InsufficientPrivilege

from xiafang.config import environment
from xiafang.config.environment import SettingError
from xiafang.postgres import embedded, reach, roles
from xiafang.postgres.binaries import LaunchError
from xiafang.postgres.embedded import Embedded
from xiafang.regulation.policy import PolicyError


class Refusal(click.ClickException):
    """A command cannot be carried out; the message says why and what to do. Exit status 2."""

    exit_code = 2


@contextmanager
def database() -> Iterator[Embedded | None]:
    """Put both connection URLs into the environment, running (or sharing) the embedded server when none is set.

    Yields that server, None when the environment names a database. Raises Refusal.
    """
    try:
        given = environment.database_url("owner") or environment.database_url("web")
        if given:
            yield None
            return
        with embedded.running(environment.data_root()) as server:
            os.environ["DATABASE_URL"] = server.url(roles.OWNER)
            os.environ["XIAFANG_WEB_DATABASE_URL"] = server.url(roles.WEB)
            try:
                yield server
            finally:
                os.environ.pop("DATABASE_URL", None)
                os.environ.pop("XIAFANG_WEB_DATABASE_URL", None)
    except (SettingError, LaunchError) as error:
        raise Refusal(str(error)) from error


def enter(role: str) -> None:
    """Set Django up in this process, connecting as `role`; the database is known to answer afterwards.

    Raises Refusal when it does not, or when the environment is wrong.
    """
    os.environ["XIAFANG_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiafang.config.settings")
    import django  # noqa: PLC0415 - only commands that need it pay for it

    variable = "DATABASE_URL" if role == "owner" else "XIAFANG_WEB_DATABASE_URL"
    try:
        url = environment.database_url(role)
        if not url:
            raise SettingError(f"没有设置 {variable}。")
        reach.connect(url, variable).close()
        django.setup()
    except (SettingError, LaunchError, PolicyError) as error:
        raise Refusal(str(error)) from error


@contextmanager
def workplace(role: str = "owner") -> Iterator[None]:
    """Do the body with a database that answers and with Django set up as `role`; may be nested. Raises Refusal."""
    from django.db import Error, OperationalError, connection  # noqa: PLC0415 - only commands that need it pay for it

    with database():
        enter(role)
        try:
            yield
        except Error as error:
            connection.close()
            if isinstance(error, OperationalError):
                raise Refusal(reach.broken_off(str(error))) from error
            if isinstance(error.__cause__, InsufficientPrivilege):
                raise Refusal("DATABASE_URL 的角色不是这些表的属主，权限不够：请改用执行迁移的属主角色。") from error
            if pending := pending_migrations():  # asked only now: it takes longer than many a command
                raise Refusal(
                    f"数据库里还没有本版本的表结构（缺 {len(pending)} 项迁移）：请先执行 xiafang migrate。"
                ) from error
            raise


def pending_migrations() -> list[str]:
    """Return the migrations that the connected database still lacks, oldest first."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
