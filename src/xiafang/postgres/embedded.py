"""The embedded PostgreSQL: a real server of ours, started and stopped with whoever uses it (ADR 0001).

For trying, developing, testing and a single office. It listens on a unix socket only, inside a folder that only the
server's user (and root) can enter; that folder is the wall, so inside it the roles need no passwords.

Several processes share one server. Each holds a shared lock on `users` while it does; whoever leaves last stops the
server. The kernel drops the lock of a process that was killed, so the next one simply takes the server over.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from xiafang.postgres import binaries, roles
from xiafang.postgres.binaries import Account, LaunchError

LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")  # sun_path of a unix socket, in bytes
SUPERUSER = "postgres"
NO_PROCESS = 2**22 + 1  # beyond the largest process number of Linux
PATIENCE = 60  # seconds for a start (recovery after a crash included) or a stop

CONFIGURATION = """\
# Written at each start.
listen_addresses = ''
unix_socket_directories = {socket}
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 512MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
log_min_duration_statement = 2s
log_line_prefix = '%m [%p] %u '
"""
# Only for tests, whose data nobody keeps.
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True)
class Embedded:
    """A running server."""

    socket: Path
    version: int
    data: Path

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        """Return the URL to connect as `role`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"


@contextmanager
def running(root: Path, *, throwaway: bool = False) -> Iterator[Embedded]:
    """Run the embedded server of the data folder `root`, or share it when it runs already.

    `throwaway` trades durability for speed. Raises LaunchError, in Chinese with a way out, when it cannot start.
    """
    who = binaries.account()
    try:
        home = _home(root, who)
        with _locked(home / "lock"):
            server = _start(home, who, throwaway)
            users = _hold(home / "users", fcntl.LOCK_SH)
    except OSError as error:
        raise LaunchError(_sentence(root, str(error))) from error
    try:
        yield server
    finally:
        with _locked(home / "lock"):
            os.close(users)
            _stop_if_last(home, who)


def _home(root: Path, who: Account) -> Path:
    """Return the server's folder, which its user owns; elsewhere when that user cannot reach `root` (root's home)."""
    if not root.exists():
        root.mkdir(parents=True)
        root.chmod(0o755)  # ours, and the server's user must pass through
    if not who.reaches(root):
        root = binaries.UNREACHABLE_DATA / hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
        root.mkdir(parents=True, exist_ok=True)
        root.parent.chmod(0o755)
        root.chmod(0o755)
    home = root / "postgres"
    if not home.exists():
        home.mkdir(mode=0o700)
        who.give(home)
    owner = home.stat().st_uid
    if owner != who.uid:
        raise LaunchError(
            f"{home} 属于另一用户（uid {owner}）：请用原来的用户运行，或用 XIAFANG_DATA 指定另一个数据目录。"
        )
    return home


def _hold(path: Path, how: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        raise
    return handle


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = _hold(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def _start(home: Path, who: Account, throwaway: bool) -> Embedded:
    data = home / "data"
    found = binaries.candidates()
    version = _version_of(data) or next(iter(found))
    if version not in found:
        raise LaunchError(
            f"{data} 是 PostgreSQL {version} 建立的，本机现有的是 {'、'.join(map(str, found))}："
            f"请装回 postgresql-{version}；演示数据可删去该目录后重来。"
        )
    programs = binaries.readable(found[version], who, home)
    socket = _socket_folder(home, who)
    server = Embedded(socket, version, data)
    if not data.exists():
        _initialise(programs, data, who, throwaway)
    if not (_alive(data) and _answers(server)):
        _write(data / "xiafang.conf", _configuration(socket, throwaway), who)
        _forget_dead_server(data, socket)
        log = home / "log"
        done = who.run(programs / "pg_ctl", "start", "-w", "-s", "-t", str(PATIENCE), "-D", data, "-l", log)
        if done.returncode != 0:
            raise LaunchError(_sentence(home, _tail(log)))
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as superuser:
        roles.set_up(superuser)
    return server


def _version_of(data: Path) -> int | None:
    with suppress(FileNotFoundError):
        return int((data / "PG_VERSION").read_text())
    return None


def _socket_folder(home: Path, who: Account) -> Path:
    """Return a private folder whose path is short enough, and free of what libpq reads as a list."""
    folder = home / "socket"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or set(str(folder)) & set(",'\"\\"):
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"xiafang-{who.uid}-{digest}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        who.give(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != who.uid or stat.S_IMODE(found.st_mode) != 0o700:
        raise LaunchError(f"{folder} 已被占用或权限不对，不能安全使用：请删去它后重试。")
    return folder


def _initialise(programs: Path, data: Path, who: Account, throwaway: bool) -> None:
    draft = data.with_name("data.new")  # becomes `data` only when whole: an interrupted run leaves nothing half-made
    shutil.rmtree(draft, ignore_errors=True)
    layout: list[str | Path] = ["-D", draft, "-E", "UTF8", "--locale=C.UTF-8", "-k", *(["-N"] if throwaway else [])]
    rights = ["-U", SUPERUSER, "--auth-local=trust", "--auth-host=reject"]
    done = who.run(programs / "initdb", *layout, *rights, capture=True)
    if done.returncode != 0:
        raise LaunchError(_sentence(data, done.stderr.strip()))
    with (draft / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'xiafang.conf'\n")
    draft.rename(data)


def _configuration(socket: Path, throwaway: bool) -> str:
    return CONFIGURATION.format(socket=f"'{socket}'") + (THROWAWAY if throwaway else "")


def _write(path: Path, text: str, who: Account) -> None:
    path.write_text(text)
    path.chmod(0o600)
    who.give(path)


def _alive(data: Path) -> bool:
    """Return whether the server named in postmaster.pid runs, and is the one of this folder."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        if Path("/proc/self").exists():
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        else:
            command = subprocess.run(  # noqa: S603 - macOS
                ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607
                capture_output=True,
                check=False,
            ).stdout
    except (OSError, ValueError, IndexError):
        return False
    return os.fsencode(data) in command


def _forget_dead_server(data: Path, socket: Path) -> None:
    """Let PostgreSQL start although the number of a server that is gone now belongs to another process.

    So it happens in a restarted container, and where nobody reaps the dead. We hold the lock: nobody else is starting.
    Only the number is changed: from the rest of the file PostgreSQL sees whether backends of the dead server linger.
    """
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text().splitlines(keepends=True)
        pid_file.write_text("".join([f"{NO_PROCESS}\n", *lines[1:]]))
    (socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _answers(server: Embedded) -> bool:
    """Return whether `server`, which runs, lets us in; one that still recovers from a crash is waited for."""
    until = time.monotonic() + PATIENCE
    while _alive(server.data):
        with suppress(psycopg.OperationalError):
            psycopg.connect(server.url(SUPERUSER, "postgres"), connect_timeout=5).close()
            return True
        if time.monotonic() > until:
            raise LaunchError(f"内置数据库 {PATIENCE} 秒内没有应答：请查看 {server.data.parent / 'log'}。")
        time.sleep(0.2)
    return False


def _stop_if_last(home: Path, who: Account) -> None:
    try:
        os.close(_hold(home / "users", fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return  # somebody else still uses it
    stop(home, who)


def stop(home: Path, who: Account) -> None:
    """Stop the server in `home`, whoever uses it; nothing happens when none runs."""
    data = home / "data"
    if not _alive(data):
        return
    found = binaries.candidates()
    programs = binaries.readable(found[_version_of(data) or next(iter(found))], who, home)
    who.run(programs / "pg_ctl", "stop", "-s", "-w", "-m", "fast", "-t", str(PATIENCE), "-D", data)


def _tail(log: Path, lines: int = 15) -> str:
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return ""


def _sentence(where: Path, said: str) -> str:
    """Return what to do about a failure that PostgreSQL or the system described as `said`."""
    if "No space left" in said:
        return f"磁盘已满，内置数据库不能启动（{where}）：请腾出空间，或用 XIAFANG_DATA 指定另一个磁盘上的目录。"
    if "Permission denied" in said or "Read-only file system" in said or "Operation not permitted" in said:
        return f"没有写入 {where} 的权限：请检查目录权限，或用 XIAFANG_DATA 指定可写的目录。"
    if said.startswith("[Errno"):
        return f"{where} 不能用作数据目录（{said}）：请用 XIAFANG_DATA 指定可写的目录。"
    return f"内置数据库不能启动（{where}）。PostgreSQL 的说明：\n{said}"
