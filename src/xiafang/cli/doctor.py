"""`xiafang doctor`: what this machine and its database lack, one line each, with the way out."""

import os
import platform
import shutil
import socket
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from xiafang.cli import browsers, workplace
from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.workplace import Refusal
from xiafang.config import environment
from xiafang.config.environment import SettingError
from xiafang.postgres import binaries, reach, roles
from xiafang.postgres.binaries import LaunchError
from xiafang.regulation.policy import PolicyError, load_pack

LEAST_DISK = 2 * 2**30


@dataclass(frozen=True)
class Line:
    """One thing looked at: `fine` is None when it is only good to know."""

    fine: bool | None
    said: str
    way_out: str = ""

    def __str__(self) -> str:
        sign = {True: "✓", False: "✗", None: "－"}[self.fine]
        return f"{sign} {self.said}" + (f"\n    → {self.way_out}" if self.way_out and not self.fine else "")


@click.command("doctor", cls=ChineseCommand)
@click.option("--port", default=8000, metavar="端口", type=click.IntRange(1, 65535), help="要检查的端口，默认 8000。")
@click.option("--sql", is_flag=True, help="只打印在已有的 PostgreSQL 上建立角色和数据库的语句。")
def command(port: int, sql: bool) -> int:
    """检查运行环境：✓ 正常，✗ 有问题（附办法），－ 仅供参考。有 ✗ 时退出码为 1。

    \b
    例：
      xiafang doctor              逐项检查
      xiafang doctor --sql        打印角色和授权语句，交数据库管理员执行
    """
    if sql:
        click.echo(roles.deployment_sql(), nl=False)
        return 0
    failed = 0
    for line in _lines(port):
        click.echo(str(line))
        failed += line.fine is False
    click.echo(f"\n{failed} 项需要处理。" if failed else "\n一切正常。")
    return 1 if failed else 0


def _lines(port: int) -> Iterator[Line]:
    yield python()
    yield disk(environment.data_root())
    yield free_port(port)
    yield (pack := policy())
    yield effective_on()
    if pack.fine:
        yield from database()
    yield from for_tests()


def python() -> Line:
    """Look at the Python version."""
    said = f"Python {platform.python_version()}"
    return Line(sys.version_info >= (3, 11), said, "请安装 Python 3.11 以上。")


def disk(folder: Path) -> Line:
    """Look at the space and the rights where the data is, or will be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if not os.access(there, os.W_OK):
        return Line(False, f"数据目录 {folder} 不可写", "请检查目录权限，或用 XIAFANG_DATA 指定可写的目录。")
    way_out = "请腾出空间，或用 XIAFANG_DATA 指定另一个磁盘上的目录。"
    return Line(free >= LEAST_DISK, f"数据目录 {folder}：可用空间 {free / 2**30:.1f} GB", way_out)


def free_port(port: int) -> Line:
    """Look whether `xiafang serve` could listen, or does already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            pass
        else:
            return Line(True, f"端口 {port} 空闲")
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    except OSError:
        return Line(False, f"端口 {port} 被其他程序占用", f"请停止它，或用 xiafang serve --port {port + 1}。")
    return Line(True, f"端口 {port}：下访正在运行")


def policy() -> Line:
    """Look at the policy pack that judges."""
    try:
        found = load_pack(environment.policy_file())
    except PolicyError as error:
        return Line(False, f"参数包不可用：{error}", "请改正或取消 XIAFANG_POLICY；此前不检查数据库。")
    return Line(True, f"参数包 {found.name}（摘要 {found.digest[:12]}）")


def effective_on() -> Line:
    """Look whether somebody said when the regulation came into force."""
    way_out = "请按印发文件设置 XIAFANG_EFFECTIVE_ON，例如 2016-05-01。"
    try:
        day = environment.effective_on()
    except SettingError as error:
        return Line(False, "办法的施行日期不可用", str(error))
    return Line(True if day else None, f"办法自 {day} 起施行" if day else "没有填写办法的施行日期", way_out)


def database() -> Iterator[Line]:
    """Look at the database, its roles, row security and migrations; the embedded one is started for it."""
    try:
        with workplace.database() as server:
            if server:
                yield Line(True, f"内置 PostgreSQL {server.version}（{server.data}）")
                yield Line(None, "内置数据库适合试用和单个单位；多台服务器或数据要紧时，请改用有人维护的 PostgreSQL。")
            yield from _roles()
            yield from _tables()
    except Refusal as error:
        yield Line(False, "数据库不可用", error.message)


def _roles() -> Iterator[Line]:
    if owner := environment.database_url("owner"):
        with reach.connect(owner, "DATABASE_URL") as connection:
            yield Line(True, f"属主连接正常（PostgreSQL {connection.info.server_version // 10_000}）")
            for label, role in (("限定函数的角色", roles.DEFINER), ("职责台账的角色", roles.LEDGER)):
                there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                yield Line(there is not None, f"{label} {role}", "请执行 xiafang doctor --sql 打印的语句。")
    with reach.connect(environment.database_url("web"), "XIAFANG_WEB_DATABASE_URL") as connection:
        found = roles.powers(connection)
        said = f"网站角色 {found.role} 受行级安全约束"
        if found.objections:
            said = f"网站角色 {found.role} {'，'.join(found.objections)}"
        yield Line(not found.objections, said, "请按 xiafang doctor --sql 另建网站角色。")
        yield Line(
            found.keeps_ledger,
            f"网站角色{'可' if found.keeps_ledger else '不能'}转为台账角色 {roles.LEDGER}",
            f"请执行：GRANT {roles.LEDGER} TO {found.role};",
        )


# Every table of cases carries `home` (the unit that first registered it); none may stand outside row security.
_UNPROTECTED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('home', 'home_id') AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity ORDER BY 1
"""
_PROTECTED = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"


def _tables() -> Iterator[Line]:
    role = "owner" if environment.database_url("owner") else "web"
    workplace.enter(role)
    from django.db import connection  # noqa: PLC0415

    pending = workplace.pending_migrations()
    yield Line(not pending, f"缺 {len(pending)} 项迁移" if pending else "表结构已是最新", "请执行 xiafang migrate。")
    with connection.cursor() as cursor:
        cursor.execute(_UNPROTECTED)
        open_tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(_PROTECTED)
        count = cursor.fetchone()[0]
    if not pending:
        yield _ledger()
    said = f"行级安全：{count} 张表受保护"
    if open_tables:
        said += f"，{'、'.join(open_tables)} 没有"
    yield Line(not open_tables, said, "请执行 xiafang migrate；仍有问题请报告。")
    connection.close()


def _ledger() -> Line:
    from xiafang.promises import ledger  # noqa: PLC0415

    why = ledger.outdated()
    said = why.partition("：")[0] if why else "职责台账按现行参数包建立"
    return Line(not why, said, "请执行 xiafang ledger rebuild。")


def for_tests() -> Iterator[Line]:
    """Look at what only `make test` needs."""
    browser = browsers.found()
    yield Line(None, f"浏览器测试：{browser or f'没有 Chromium（{browsers.WAY_OUT}）'}")
    yield Line(None, _programs())


def _programs() -> str:
    try:
        found = binaries.candidates()
    except LaunchError as error:
        return str(error)
    return "PostgreSQL 程序：" + "、".join(f"{version}（{folder}）" for version, folder in found.items())
