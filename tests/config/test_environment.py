"""The environment: every variable is documented, and a wrong one is said so."""

import re
from datetime import date
from pathlib import Path

import pytest

from xiafang.config import database, environment, secret
from xiafang.config.environment import VARIABLES, SettingError

ROOT = Path(__file__).resolve().parents[2]


def test_every_variable_is_documented_as_it_is() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", page, re.MULTILINE)
    assert {name: (default, use) for name, default, use in rows} == VARIABLES


def test_no_variable_is_read_that_is_not_documented() -> None:
    sources = [path.read_text() for path in (ROOT / "src").rglob("*.py")]
    assert {name for text in sources for name in re.findall(r'"(XIAFANG_[A-Z_]+)"', text)} <= set(VARIABLES)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("mysql://u@h/d", "应为 postgresql://", id="not postgresql"),
        pytest.param("postgresql://u:p@ss@h:x/d?what=1", "百分号编码", id="not percent-encoded"),
        pytest.param("postgresql://u:p@h", "没有写明数据库名", id="no database"),
    ],
)
def test_a_wrong_url_is_refused_without_its_password(url: str, reason: str) -> None:
    with pytest.raises(SettingError, match=reason) as refused:
        database.connection("owner", {"DATABASE_URL": url})
    assert "DATABASE_URL" in str(refused.value)
    assert "p@" not in str(refused.value)


def test_a_url_becomes_djangos_settings() -> None:
    found = database.connection(
        "web", {"XIAFANG_WEB_DATABASE_URL": "postgresql://w:%40@/x?host=/a%20b&sslmode=require"}
    )
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"]) == ("x", "w", "@", "/a b")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_the_owner_alone_is_not_enough_to_serve() -> None:
    with pytest.raises(SettingError, match="没有设 XIAFANG_WEB_DATABASE_URL"):
        environment.database_url("web", {"DATABASE_URL": "postgresql://o@h/d"})


@pytest.mark.parametrize(
    ("said", "known"),
    [("", 0), ("2", 2), ("10.0.0.1, 10.0.0.2", frozenset({"10.0.0.1", "10.0.0.2"})), ("::1", frozenset({"::1"}))],
)
def test_proxies_are_counted_or_named(said: str, known: int | frozenset[str]) -> None:
    assert environment.trusted_proxies({"XIAFANG_TRUSTED_PROXIES": said}) == known


@pytest.mark.parametrize("said", ["all", "10.0.0.0/8", "-1", "1,2"])
def test_what_is_neither_is_refused(said: str) -> None:
    with pytest.raises(SettingError, match="XIAFANG_TRUSTED_PROXIES"):
        environment.trusted_proxies({"XIAFANG_TRUSTED_PROXIES": said})


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    first = secret.key(tmp_path / "var", {})
    assert secret.key(tmp_path / "var", {}) == first
    assert len(first) >= secret.SHORTEST
    assert (tmp_path / "var/secret.key").stat().st_mode & 0o777 == 0o600


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="太短"):
        secret.key(tmp_path, {"XIAFANG_SECRET_KEY": "short"})


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="XIAFANG_DATA"):
        secret.key(tmp_path / "file" / "var", {})


def test_the_day_the_regulation_came_into_force() -> None:
    assert environment.effective_on({}) is None
    assert environment.effective_on({"XIAFANG_EFFECTIVE_ON": " 2016-05-01 "}) == date(2016, 5, 1)
    with pytest.raises(SettingError, match="XIAFANG_EFFECTIVE_ON 应为"):
        environment.effective_on({"XIAFANG_EFFECTIVE_ON": "2016年5月"})


def test_a_pack_is_named_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment.policy_file({}) == ""
    assert environment.policy_file({"XIAFANG_POLICY": "own.toml"}) == str(tmp_path / "own.toml")
