"""`xiafang ledger` and `xiafang export facts` as they are typed, on a database of their own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_demo_province_is_exported_checked_and_kept(run: Run, tmp_path: Path) -> None:
    """One story, because the province takes a while to make."""
    assert run("migrate").returncode == 0
    for words in (("ledger", "rebuild"), ("ledger", "verify"), ("export", "facts")):
        empty = run(*words)
        assert (empty.returncode, empty.stdout) == (2, "")
        assert "库中还没有省厅" in empty.stderr

    assert run("demo", "--small").returncode == 0
    assert run("ledger", "verify").stdout == "台账与事实一致。\n"
    rebuilt = run("ledger", "rebuild")
    assert rebuilt.stdout.startswith("已重建台账 ")
    assert rebuilt.returncode == 0
    after = run("ledger", "verify")
    assert (after.returncode, after.stdout) == (0, "台账与事实一致。\n")
    assert run("ledger", "roll").stdout == "已补上台账 0 行。\n"

    written = run("export", "facts", str(tmp_path / "facts.json"), "--as-of", "2026-06-30")
    assert (written.returncode, written.stdout) == (0, "")
    document = json.loads((tmp_path / "facts.json").read_text("utf-8"))
    assert (document["year"], document["as_of"]) == (2026, "2026-06-30")
    checked = run("check", str(tmp_path / "facts.json"), "--only", "plan.filed")
    assert checked.returncode == 1, checked.stderr
    assert "至2026-06-30仍未完成" in checked.stdout
    assert json.loads(run("export", "facts", "--as-of", "2026-06-30").stdout) == document

    nowhere = run("export", "facts", str(tmp_path / "none" / "facts.json"))
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "没有这个文件夹" in nowhere.stderr
    assert "不是有效日期" in run("export", "facts", "--as-of", "2026-02-30").stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "facts.json"]
