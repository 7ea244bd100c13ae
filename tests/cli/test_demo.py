"""`xiafang demo`: what it refuses, and what it says of a province that is there; with one: tests/demo."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

import pytest
from click.testing import CliRunner

from xiafang.cli import demo
from xiafang.cli.workplace import Refusal
from xiafang.demo import load
from xiafang.demo.models import Demo

Typed = Callable[..., str]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`typed("--seed", "5")` with a whole province of 2026-06-30 in the database."""
    monkeypatch.setattr(demo, "workplace", nullcontext)
    monkeypatch.setattr(demo, "migrate", lambda: 0)
    monkeypatch.setattr(load, "found", lambda: Demo(day=date(2026, 6, 30), seed=1))
    monkeypatch.setattr(load, "is_small", lambda: False)
    return lambda *words, said="": (
        CliRunner().invoke(demo.command, words, input=said, standalone_mode=False, catch_exceptions=False).output
    )


def test_a_province_is_made_once(typed: Typed) -> None:
    for words in ((), ("--today", "2026-06-30"), ("--seed", "1")):
        said = typed(*words)
        assert "演示省已装入，演示日 2026-06-30（种子 1）。" in said
        assert "xiafang demo --fresh" in said
        assert "用时" not in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--today", "2026-02-30"), "2026-02-30 不是有效日期"),
        (("--seed", "2"), "请加 --fresh"),
        (("--today", "2026-05-31"), "请加 --fresh"),
        (("--small",), "完整的演示省，不是小样：要换成小样，请加 --fresh"),
        (("--fresh",), "未清空，演示数据保持不变"),  # the question is answered with no
    ],
)
def test_a_province_does_not_become_another_silently(typed: Typed, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        typed(*words, said="n\n")
