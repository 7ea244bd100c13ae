"""`xiafang doctor`: each line says how it stands and what to do."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from xiafang.cli import doctor
from xiafang.postgres.embedded import Embedded


def run(console: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [console, "doctor", *words], env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.django_db
def test_all_is_well(console: Path, embedded_postgres: Embedded) -> None:
    from django.db import connection  # noqa: PLC0415

    name = str(connection.settings_dict["NAME"])
    urls = {"DATABASE_URL": embedded_postgres.url("xiafang_owner", name)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    done = run(console, "--port", port, **urls, XIAFANG_WEB_DATABASE_URL=embedded_postgres.url("xiafang_web", name))
    assert "✗" not in done.stdout
    assert "表结构已是最新" in done.stdout
    assert done.returncode == 0


def test_what_is_wrong_has_a_way_out(console: Path) -> None:
    url = "postgresql://u:secret@127.0.0.1:1/d"
    done = run(console, DATABASE_URL=url, XIAFANG_WEB_DATABASE_URL=url)
    assert done.returncode == 1
    assert "✗ 数据库不可用" in done.stdout
    assert "→" in done.stdout
    assert "secret" not in done.stdout


def test_the_sql_for_a_database_administrator(console: Path) -> None:
    done = run(console, "--sql")
    assert done.returncode == 0
    assert "CREATE ROLE xiafang_web" in done.stdout


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert doctor.disk(tmp_path / "a" / "b").fine
