"""`xiafang demo` and `xiafang createuser` as they are typed, on a database of their own."""

import subprocess
from collections.abc import Callable

from xiafang.demo.people import PASSWORD

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_day_on_the_console(run: Run) -> None:
    """One story, because each chapter needs the one before."""
    wrong = run("demo", "--today", "2026-02-30")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "2026-02-30 不是有效日期" in wrong.stderr

    first = run("demo", "--small", "--today", "2026-06-30")
    assert first.returncode == 0, first.stderr
    assert "演示日 2026-06-30（种子 1）" in first.stdout
    assert PASSWORD in first.stdout
    assert first.stderr == ""

    again = run("demo")
    assert again.returncode == 0
    assert "演示省已装入，演示日 2026-06-30" in again.stdout
    assert "xiafang demo --fresh" in again.stdout

    other = run("demo", "--seed", "5")
    assert other.returncode == 2
    assert "请加 --fresh" in other.stderr

    fresh = run("demo", "--small", "--fresh", "--yes", "--today", "2026-05-31", "--seed", "5")
    assert fresh.returncode == 0, fresh.stderr
    assert "演示日 2026-05-31（种子 5）" in fresh.stdout

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


NEW = ("createuser", "--username", "clerk", "--name", "李示例", "--password-stdin")
