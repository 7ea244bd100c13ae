"""`xiafang migrate`: bring the tables to this version, as the owner."""

import click

from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.workplace import Refusal, pending_migrations, workplace


@click.command("migrate", cls=ChineseCommand)
def command() -> None:
    """以属主角色执行数据库迁移，把表结构升到本版本。

    \b
    例：
      xiafang migrate            升级内置数据库，或 DATABASE_URL 指明的数据库
    """
    with workplace("owner"):
        count = migrate()
    click.echo(f"已执行 {count} 项迁移。" if count else "表结构已是最新，没有需要执行的迁移。")


def migrate() -> int:
    """Run what is pending and return how many that was; Django is set up as the owner.

    Raises Refusal when the database refuses; what had been migrated until then stays.
    """
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import Error, connection  # noqa: PLC0415

    pending = pending_migrations()
    if pending:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except Error as error:
            raise Refusal(
                f"数据库迁移没有完成：{error}。请检查磁盘空间和属主角色的权限（xiafang doctor），处理后重试。"
            ) from error
    connection.close()
    return len(pending)
