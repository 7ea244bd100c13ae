"""A browser that is found is one that runs."""

from pathlib import Path

import pytest

from xiafang.cli import browsers


def test_a_name_that_only_says_what_is_missing_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in (("chromium-browser", 1), ("google-chrome", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "chromium").write_text("no program at all")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browsers.found() == str(tmp_path / "google-chrome")
    assert browsers.found(["chromium", "chromium-browser", "not-there"]) is None
