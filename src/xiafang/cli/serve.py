"""`xiafang serve`: the workplace, served by granian; the embedded database is started and stopped with it.

This process may be the owner for a moment, to migrate the embedded database; what answers requests is a process of
its own that never was (xiafang.config.site).
"""

import importlib
import importlib.util
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from xiafang.cli import workplace
from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.site import Site
from xiafang.cli.workplace import Refusal
from xiafang.config import environment
from xiafang.postgres import reach, roles
from xiafang.postgres.binaries import LaunchError

WORKERS = min(4, os.cpu_count() or 1)


@click.command("serve", cls=ChineseCommand)
@click.option("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认 127.0.0.1（只限本机）。")
@click.option("--port", default=8000, metavar="端口", type=click.IntRange(1, 65535), help="监听端口，默认 8000。")
@click.option(
    "--workers", default=WORKERS, metavar="个数", type=click.IntRange(1, 64), help=f"工作进程数，本机默认 {WORKERS}。"
)
@click.option("--demo", is_flag=True, help="先装入演示省的虚构数据，并列出演示账号。")
def command(host: str, port: int, workers: int, demo: bool) -> None:
    """启动工作台网站；没有设置 DATABASE_URL 时，一并启动内置数据库。按 Ctrl-C 停止。

    \b
    例：
      xiafang serve                              在本机 8000 端口服务
      xiafang serve --host 0.0.0.0 --port 80     对外服务（请放在 HTTPS 代理之后）
    """
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # a closed terminal stops it, unless started with nohup
        signal.signal(signal.SIGHUP, _interrupt)
    status = 0
    if demo:
        os.environ.setdefault("XIAFANG_LOG_LEVEL", "WARNING")
    try:
        _refuse_busy(host, port)
        with step("启动数据库"):
            opened = workplace.database()
            server = opened.__enter__()
        try:
            site = Site(host, port, workers)
            try:
                _prepare(embedded=server is not None, demo=demo)
                _refuse_powers()
                threading.Thread(target=_announce, args=(host, port, time.monotonic()), daemon=True).start()
                status = site.open()
            finally:
                site.close()
        finally:
            opened.__exit__(None, None, None)
    except KeyboardInterrupt:
        pass
    click.echo("\n已停止。")
    sys.exit(status)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say in one line what is being done and how long it took."""
    began = time.monotonic()
    click.echo(f"▸ {what}……", nl=False)
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        click.echo()
        raise
    click.echo(f"{time.monotonic() - began:.1f} 秒")


def _refuse_busy(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Refusal(f"没有权限监听 {port} 端口：1024 以下的端口请交给前置代理，或用 --port 换一个。") from error
        except OSError as error:
            raise Refusal(
                f"不能监听 {host} 的 {port} 端口（多半已被占用，也许下访已在运行）："
                f"请先停止占用它的程序，或换一个端口：xiafang serve --port {port + 1}（make run PORT={port + 1}）。"
            ) from error


def _prepare(*, embedded: bool, demo: bool) -> None:
    """Migrate the embedded database (elsewhere that is the administrator's decision) and load the demo province."""
    from xiafang.cli.migrate import migrate  # noqa: PLC0415

    with step("核对表结构"):
        workplace.enter("owner" if embedded or demo else "web")
        if embedded or demo:
            migrate()
        elif pending := workplace.pending_migrations():
            raise Refusal(f"数据库还缺 {len(pending)} 项迁移（{pending[0]} 等）：请先以属主执行 xiafang migrate。")
    if demo and importlib.util.find_spec("xiafang.cli.demo"):
        click.echo("▸ 装入演示省……")
        importlib.import_module("xiafang.cli.demo").command.main(args=[], standalone_mode=False)
    with step("核对职责台账"):
        _roll()
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


def _roll() -> None:
    """Begin the duty ledger, or bring it to this year and the next, and clear old uploads.

    What stands against that does not stop the site.
    """
    from django.utils import timezone  # noqa: PLC0415

    from xiafang.ledgers import uploads  # noqa: PLC0415
    from xiafang.promises import ledger  # noqa: PLC0415
    from xiafang.regulation.faults import FactsError  # noqa: PLC0415

    try:
        ledger.roll(timezone.localdate())
    except FactsError as error:
        click.echo(f"登记的事实有 {len(error.faults)} 处矛盾，台账未动（xiafang ledger verify 可查）。")
    uploads.clear(timezone.now())
    if why := ledger.outdated():
        click.echo(f"\n  注意：{why}")


def _refuse_powers() -> None:
    """Refuse to serve pages as a role that row security does not bind. Raises Refusal."""
    try:
        with reach.connect(environment.database_url("web"), "XIAFANG_WEB_DATABASE_URL") as connection:
            found = roles.powers(connection)
    except LaunchError as error:
        raise Refusal(str(error)) from error
    if found.objections:
        raise Refusal(
            f"XIAFANG_WEB_DATABASE_URL 的角色 {found.role} {'，'.join(found.objections)}，不能用来提供服务："
            "请按 xiafang doctor --sql 另建网站角色。"
        )


def _announce(host: str, port: int, began: float) -> None:
    """Say where the site is as soon as it answers."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    url = f"http://{near}:{port}"
    while time.monotonic() - began < 60:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            click.echo(f"▸ 启动网站……{time.monotonic() - began:.1f} 秒\n\n下访已启动：{url}　　按 Ctrl-C 停止。")
            return
