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


def test_a_pack_that_cannot_be_used_is_said_and_stops_there(console: Path, tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text("letter.reed.working_days = 7", "utf-8")
    done = run(console, XIAFANG_POLICY=str(pack), XIAFANG_EFFECTIVE_ON="2016年")
    assert "✗ 参数包不可用：参数“letter.reed”不存在" in done.stdout
    assert "✗ 办法的施行日期不可用" in done.stdout
    assert "数据库" not in done.stdout.replace("此前不检查数据库", "")
    pack.write_text("letter.read.working_days = 7", "utf-8")
    assert doctor.policy().said.startswith("参数包 hubei-justice")


@pytest.mark.django_db
def test_a_ledger_by_another_pack_is_said(console: Path, embedded_postgres: Embedded, tmp_path: Path) -> None:
    from django.db import connection  # noqa: PLC0415

    name = str(connection.settings_dict["NAME"])
    pack = tmp_path / "own.toml"
    pack.write_text("letter.read.working_days = 7", "utf-8")
    urls = {"DATABASE_URL": embedded_postgres.url("xiafang_owner", name)}
    urls["XIAFANG_WEB_DATABASE_URL"] = embedded_postgres.url("xiafang_web", name)
    done = run(console, **urls, XIAFANG_POLICY=str(pack), XIAFANG_EFFECTIVE_ON="2016-05-01")
    assert "✓ 参数包 own" in done.stdout
    assert "✓ 办法自 2016-05-01 起施行" in done.stdout
    assert "✗ 职责台账按内置参数包（改动前）建立，现行参数包 own 与之不同" in done.stdout
