"""The launcher: it starts, is shared, survives what went before, and says in Chinese what stands in its way."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from xiafang.postgres import binaries, embedded, roles
from xiafang.postgres.binaries import LaunchError

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A data folder with spaces and Chinese characters in its path."""
    with tempfile.TemporaryDirectory(prefix="xiafang 信访 ") as folder:
        Path(folder).chmod(0o755)
        made = Path(folder) / "数据 目录"
        with embedded.running(made, throwaway=True):
            pass  # so that each test finds data, whichever comes first
        yield made


def postmaster(root: Path) -> int:
    return int((root / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def test_the_server_is_as_promised(root: Path) -> None:
    with embedded.running(root, throwaway=True) as server, psycopg.connect(server.url(roles.WEB)) as web:
        said = {name: web.execute(f"SHOW {name}").fetchone() for name in ("server_encoding", "data_checksums")}
        assert said == {"server_encoding": ("UTF8",), "data_checksums": ("on",)}
        assert web.execute("SHOW listen_addresses").fetchone() == ("",)
        assert web.execute(r"SELECT '信访' ~ '^\w+$'").fetchone() == (True,)  # LC_CTYPE=C would say no
        assert (root / "postgres").stat().st_mode & 0o777 == 0o700


def test_sharing_and_the_last_one_stops_it(root: Path) -> None:
    with embedded.running(root, throwaway=True):
        first = postmaster(root)
        with embedded.running(root, throwaway=True):
            assert postmaster(root) == first
        assert postmaster(root) == first
    assert not (root / "postgres/data/postmaster.pid").exists()


def test_a_killed_server_is_started_again(root: Path) -> None:
    with embedded.running(root, throwaway=True):
        os.kill(postmaster(root), signal.SIGKILL)
        time.sleep(0.3)
        with embedded.running(root, throwaway=True) as server:
            psycopg.connect(server.url(roles.OWNER)).close()


def test_a_stale_pid_file_that_names_another_process(root: Path) -> None:
    with embedded.running(root, throwaway=True):
        pass
    (root / "postgres/data/postmaster.pid").write_text(f"{os.getpid()}\n")
    with embedded.running(root, throwaway=True) as server:
        psycopg.connect(server.url(roles.OWNER)).close()


def test_an_interrupted_initdb_leaves_nothing_half_made(root: Path) -> None:
    (root / "postgres/data.new").mkdir()
    (root / "postgres/data").rename(root / "postgres/aside")
    with embedded.running(root, throwaway=True) as server:
        psycopg.connect(server.url(roles.OWNER)).close()
    assert not (root / "postgres/data.new").exists()


def test_a_path_too_long_for_a_socket() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        long = Path(folder) / ("很长的目录" * 8)
        with embedded.running(long, throwaway=True) as server:
            assert not server.socket.is_relative_to(long)
            psycopg.connect(server.url(roles.OWNER)).close()


def test_data_of_another_version(root: Path) -> None:
    version = root / "postgres/data/PG_VERSION"
    kept = version.read_text()
    version.write_text("14\n")
    with pytest.raises(LaunchError, match="是 PostgreSQL 14 建立的"), embedded.running(root):
        pass
    version.write_text(kept)


def test_no_programs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAFANG_POSTGRES_BIN", "/nowhere")
    with pytest.raises(LaunchError, match="没有可用的 PostgreSQL"):
        binaries.candidates()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("could not write: No space left on device", "磁盘已满"),
        ("[Errno 13] Permission denied: '/x'", "没有写入"),
        ("[Errno 30] Read-only file system", "没有写入"),
        ("[Errno 2] No such file or directory: '/proc/x'", "不能用作数据目录"),
        ("something else", "something else"),
    ],
)
def test_what_to_do(said: str, answer: str) -> None:
    assert answer in embedded._sentence(Path("/x"), said)
