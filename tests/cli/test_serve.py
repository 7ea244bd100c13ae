"""`xiafang serve`: the real thing answers, stops cleanly, and refuses what it must."""

# ruff: noqa: S310 - our own addresses

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from serving import free_port, serving, wait_for
from xiafang.postgres.embedded import SUPERUSER, Embedded

pytestmark = pytest.mark.postgres


def refusal(console: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [console, "serve", *words], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.usefixtures("django_db_setup")
def test_it_answers(embedded_postgres: Embedded) -> None:
    with serving(embedded_postgres) as site:
        assert urllib.request.urlopen(f"{site}/readyz").read() == b"ok"
        answer = urllib.request.urlopen(f"{site}/accounts/login/")
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["xiafang_owner", SUPERUSER])
def test_it_refuses_a_role_with_powers(console: Path, embedded_postgres: Embedded, role: str) -> None:
    from django.db import connection  # noqa: PLC0415

    url = embedded_postgres.url(role, str(connection.settings_dict["NAME"]))
    said = refusal(console, "--port", "18999", XIAFANG_WEB_DATABASE_URL=url)
    assert "不能用来提供服务" in said


@pytest.mark.repeats
def test_it_refuses_an_empty_database(console: Path, embedded_postgres: Embedded) -> None:
    said = refusal(console, "--port", "18999", XIAFANG_WEB_DATABASE_URL=embedded_postgres.url("xiafang_web"))
    assert "xiafang migrate" in said


@pytest.mark.repeats
@pytest.mark.django_db
def test_who_answers_is_the_web_role_though_the_parent_was_the_owner(embedded_postgres: Embedded) -> None:
    """As with the embedded database, which the parent migrates: its workers must not go on as the owner."""
    from django.db import connection  # noqa: PLC0415

    database = str(connection.settings_dict["NAME"])
    urls = {
        "DATABASE_URL": embedded_postgres.url("xiafang_owner", database),
        "XIAFANG_WEB_DATABASE_URL": embedded_postgres.url("xiafang_web", database),
    }
    port = free_port()
    owner = (
        f"from xiafang.cli import site, workplace; workplace.enter('owner'); site.Site('127.0.0.1', {port}, 1).open()"
    )
    process = subprocess.Popen([sys.executable, "-c", owner], env=os.environ | urls | {"PGAPPNAME": "the worker"})
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'the worker'")
            assert cursor.fetchall() == [("xiafang_web",)]
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.repeats
def test_a_busy_port(console: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        said = refusal(console, "--port", str(busy.getsockname()[1]))
    assert "已被占用" in said


@pytest.mark.repeats
def test_a_database_that_is_not_there(console: Path) -> None:
    url = "postgresql://u:secret@127.0.0.1:1/d"
    said = refusal(console, "--port", "18999", DATABASE_URL=url, XIAFANG_WEB_DATABASE_URL=url)
    assert "连接被拒绝" in said
    assert "secret" not in said


@pytest.mark.repeats
@pytest.mark.django_db
@pytest.mark.skipif(sys.platform != "linux", reason="process groups as on Linux")
def test_ctrl_c_stops_all_of_it(console: Path, embedded_postgres: Embedded, django_db_setup: None) -> None:
    from django.db import connection  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it would be ignored
    url = embedded_postgres.url("xiafang_web", str(connection.settings_dict["NAME"]))
    process = subprocess.Popen(
        [console, "serve", "--port", "18998", "--workers", "2"],
        env=os.environ | {"XIAFANG_WEB_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout:
        while "下访已启动" not in (line := process.stdout.readline()):
            assert line, "ended before it was ready"
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 0
        assert "已停止" in process.stdout.read()
    until = time.monotonic() + 5  # the tracker of the spawned workers goes when all of them are gone
    while there := [pid for pid in children.stdout.split() if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < until, there
        time.sleep(0.1)
