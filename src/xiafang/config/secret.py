"""The key that signs sessions and forms: from the environment, else made once and kept in the data folder."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xiafang.config.environment import SettingError

SHORTEST = 32


def key(data: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Return the secret key; two processes that start at once agree on one.

    Raises SettingError when the given key is too short or when the folder can be neither read nor written.
    """
    if named := environ.get("XIAFANG_SECRET_KEY", ""):
        if len(named) < SHORTEST:
            raise SettingError(f"XIAFANG_SECRET_KEY 太短：至少 {SHORTEST} 个字符。")
        return named
    path = data / "secret.key"
    try:
        if not path.exists():
            data.mkdir(parents=True, exist_ok=True)
            _make(path)
        return path.read_text().strip()
    except OSError as error:
        raise SettingError(
            f"不能读写密钥文件 {path}（{error.strerror}）：请检查目录权限和磁盘空间，或把 XIAFANG_DATA 指向可写的目录。"
        ) from error


def _make(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)  # unlike rename, never replaces the key that another process has just made
    finally:
        draft.unlink()
