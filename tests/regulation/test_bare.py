"""The core is bare: it loads no framework, and `xiafang check` starts in a blink."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FACTS = Path(__file__).parents[1] / "scenarios" / "01-plain-year" / "facts.json"
HEAVY = ("django", "holidays", "psycopg", "granian", "rich", "hypothesis", "pytest", "sqlite3", "asyncio")
LOADED = f"import json, sys; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"


def heavy_after(code: str) -> list[str]:
    """The heavy packages that a fresh interpreter has loaded after running `code`."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{LOADED}"], check=True, capture_output=True, text=True)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "module",
    ["xiafang.regulation", "xiafang.regulation.engine", "xiafang.regulation.reading", "xiafang.regulation.outline"],
)
def test_importing_the_core_loads_nothing_heavy(module: str) -> None:
    assert heavy_after(f"import {module}") == []


@pytest.mark.parametrize("form", ["table", "json"])
def test_checking_loads_nothing_heavy(form: str) -> None:
    code = f"""
import sys
from xiafang.cli import main
sys.argv = ["xiafang", "check", {str(FACTS)!r}, "--format", {form!r}]
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
"""
    assert heavy_after(code) == []
