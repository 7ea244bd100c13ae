"""`xiafang demo`, `ledger`, `export facts` and `createuser` as they are typed, on a database of their own.

One story, in which each chapter needs those before: a province takes a while to make.
"""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from xiafang.cli import demo
from xiafang.cli.workplace import Refusal
from xiafang.demo import load
from xiafang.demo.models import Demo
from xiafang.demo.people import PASSWORD
from xiafang.postgres import roles
from xiafang.postgres.embedded import Embedded

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DAY = ("--today", "2026-06-30", "--seed", "5")
NEW = ("createuser", "--username", "clerk", "--name", "李示例", "--password-stdin")
HISTORIES = ("casework_event", "visits_event", "supervision_event")


@pytest.fixture
def told(embedded_postgres: Embedded) -> Callable[[], list[list[tuple[str, ...]]]]:
    """`told()`: the texts of every history in the module's database, in an order of their own."""

    def read() -> list[list[tuple[str, ...]]]:
        url = embedded_postgres.url(roles.OWNER, "xiafang_" + __name__.replace(".", "_"))
        with psycopg.connect(url) as connection:
            return [
                connection.execute(
                    f"SELECT said, deed_on::text, entered_at::text FROM {table} ORDER BY entered_at, said"  # noqa: S608
                ).fetchall()
                for table in HISTORIES
            ]

    return read


def facts(run: Run) -> str:
    return run("export", "facts", "--as-of", "2026-06-30").stdout


def test_an_empty_database_has_no_ledger(run: Run) -> None:
    assert run("migrate").returncode == 0
    for words in (("ledger", "rebuild"), ("ledger", "verify"), ("export", "facts")):
        empty = run(*words)
        assert (empty.returncode, empty.stdout) == (2, "")
        assert "库中还没有省厅" in empty.stderr


def test_a_province_is_made_once(run: Run) -> None:
    wrong = run("demo", "--today", "2026-02-30")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "2026-02-30 不是有效日期" in wrong.stderr

    first = run("demo", "--small", *DAY)
    assert first.returncode == 0, first.stderr
    assert "演示日 2026-06-30（种子 5）" in first.stdout
    assert PASSWORD in first.stdout
    assert first.stderr == ""

    again = run("demo")
    assert again.returncode == 0
    assert "演示省已装入，演示日 2026-06-30" in again.stdout
    assert "xiafang demo --fresh" in again.stdout

    assert run("demo", "--small").returncode == 0

    for other in (run("demo", "--seed", "1"), run("demo", "--today", "2026-05-31")):
        assert other.returncode == 2
        assert "请加 --fresh" in other.stderr


def test_a_whole_province_does_not_become_a_small_one_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "found", lambda: Demo(day=date(2026, 6, 30), seed=1))
    monkeypatch.setattr(load, "is_small", lambda: False)
    with pytest.raises(Refusal, match="完整的演示省，不是小样：要换成小样，请加 --fresh"):
        demo._run(None, None, small=True, fresh=False, yes=False)


def test_its_ledger_is_kept(run: Run) -> None:
    assert run("ledger", "verify").stdout == "台账与事实一致。\n"
    rebuilt = run("ledger", "rebuild")
    assert rebuilt.stdout.startswith("已重建台账 ")
    assert rebuilt.returncode == 0
    after = run("ledger", "verify")
    assert (after.returncode, after.stdout) == (0, "台账与事实一致。\n")
    assert run("ledger", "roll").stdout == "已补上台账 0 行。\n"


def test_its_facts_are_exported_and_checked(run: Run, tmp_path: Path) -> None:
    written = run("export", "facts", str(tmp_path / "facts.json"), "--as-of", "2026-06-30")
    assert (written.returncode, written.stdout) == (0, "")
    document = json.loads((tmp_path / "facts.json").read_text("utf-8"))
    assert (document["year"], document["as_of"]) == (2026, "2026-06-30")
    checked = run("check", str(tmp_path / "facts.json"), "--only", "plan.filed")
    assert checked.returncode == 1, checked.stderr
    assert "至2026-06-30仍未完成" in checked.stdout
    assert json.loads(facts(run)) == document

    nowhere = run("export", "facts", str(tmp_path / "none" / "facts.json"))
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "没有这个文件夹" in nowhere.stderr
    assert "不是有效日期" in run("export", "facts", "--as-of", "2026-02-30").stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "facts.json"]


def test_an_account_is_made(run: Run) -> None:
    made = run(*NEW, "--role", "信访部门", "--organization", "武汉市局", said="Correct-horse-7\n")
    assert made.returncode == 0, made.stderr
    assert "已新建用户“clerk”" in made.stdout
    assert "武汉市司法局 信访部门" in made.stdout

    refused = run(*NEW, said="Correct-horse-7\n")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("错误：用户名“clerk”已被使用")
    unasked = run(*NEW[:-1])
    assert unasked.returncode == 2
    assert "不是终端" in unasked.stderr


def test_a_fresh_province_is_the_same_each_time(run: Run, told: Callable[[], list[list[tuple[str, ...]]]]) -> None:
    """Another process, so another order of sets; and nothing of before is left, the account made above neither."""
    first = facts(run), told()
    assert len(first[0]) > 10_000
    assert all(first[1])
    fresh = run("demo", "--small", "--fresh", "--yes", *DAY)
    assert fresh.returncode == 0, fresh.stderr
    assert "演示日 2026-06-30（种子 5）" in fresh.stdout
    assert "用时" in fresh.stdout
    assert (facts(run), told()) == first
    assert run(*NEW, said="Correct-horse-7\n").returncode == 0
