"""Chromium, which only tests and pictures need: what the machine has of it."""

import shutil
import subprocess
from collections.abc import Sequence

WITHOUT_WINDOWS = "chromium-headless-shell"
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome")
WAY_OUT = "以 root 执行 apt-get install chromium；Ubuntu 上执行 snap install chromium"


def found(names: Sequence[str] = (WITHOUT_WINDOWS, *WITH_WINDOWS)) -> str | None:
    """Return the first of `names` that runs: on Ubuntu one may be there that only says what is missing."""
    return next(filter(_runs, filter(None, map(shutil.which, names))), None)


def _runs(program: str) -> bool:
    try:
        return not subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode  # noqa: S603 - a name of ours
    except (OSError, subprocess.TimeoutExpired):
        return False
