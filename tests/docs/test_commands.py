"""The commands of the Chinese guides say what the guides show: every `xiafang` command is run and compared.

A block is a command after `$`, what it prints, `……` for any lines between, and `[n]` for an exit status other than 0.
A ```json or ```toml block with a name is the file of that name.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
XIAFANG = Path(sys.executable).with_name("xiafang")
PAGES = ["docs/tutorial/first-steps.md", "docs/howto/check.md"]
BLOCK = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```(?:json|toml) (?P<name>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        for match in BLOCK.finditer((ROOT / page).read_text("utf-8")):
            if match["command"].startswith(".venv/bin/xiafang "):
                yield page, match["command"], match["shown"]


def pattern(lines: list[str]) -> str:
    return "".join("(?:.*\n)*?" if line == "……" else f"{re.escape(line)}\n" for line in lines)


@pytest.mark.parametrize(("page", "command", "shown"), list(blocks()))
def test_the_command_prints_what_is_shown(page: str, command: str, shown: str, tmp_path: Path) -> None:
    for match in FILE.finditer((ROOT / page).read_text("utf-8")):
        (tmp_path / match["name"]).write_text(match["text"], "utf-8")
    command, _, given = command.removeprefix(".venv/bin/xiafang ").partition(" < ")
    words = [str(tmp_path / word) if (tmp_path / word).is_file() else word for word in shlex.split(command)]
    lines = shown.splitlines()
    status = int(lines.pop()[1:-1]) if lines and re.fullmatch(r"\[\d+\]", lines[-1]) else 0
    done = subprocess.run(
        [XIAFANG, *words],
        cwd=ROOT,
        input=(ROOT / given).read_bytes() if given else b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode == status, done.stderr.decode()
    assert re.fullmatch(pattern(lines), done.stdout.decode()), done.stdout.decode()
