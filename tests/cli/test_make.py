"""`make setup`: what it skips, and what it says when it cannot go on."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts/setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("error: No space left on device (os error 28)", "磁盘已满"),
        ("Permission denied", "没有写入"),
        ("error: Failed to fetch: dns error", "网络"),
        ("boom", "上面的步骤"),
    ],
)
def test_what_to_do(setup: ModuleType, said: str, answer: str) -> None:
    assert answer in setup.explain(said, "/x")


def test_a_stamp_knows_the_contents(setup: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "文 件").write_text("1")
    stamp = tmp_path / "stamp"
    stamp.write_text(setup.digest([tmp_path / "文 件"]))
    assert setup.unchanged(stamp, setup.digest([tmp_path / "文 件"]))
    (tmp_path / "文 件").write_text("2")
    assert not setup.unchanged(stamp, setup.digest([tmp_path / "文 件"]))


@pytest.mark.parametrize(
    ("printed", "oldest", "fine"),
    [("uv 0.13.9 (x)", (0, 5), True), ("v18.1.0", (20,), False), ("v24.19.0", (20,), True), ("", (1,), False)],
)
def test_versions(setup: ModuleType, printed: str, oldest: tuple[int, ...], fine: bool) -> None:
    assert setup.works([sys.executable, "-c", f"print({printed!r})"], oldest) is fine


def test_a_failing_step_shows_what_it_printed(setup: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(setup.SetupError, match="磁盘已满"):
        setup.step("试", [sys.executable, "-c", "print('No space left on device'); raise SystemExit(1)"])
    assert "No space left" in capsys.readouterr().err


def test_no_python() -> None:
    done = subprocess.run(
        ["make", "-C", ROOT, "setup", "PYTHON=no-such-python"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "没有找到 no-such-python" in done.stderr
