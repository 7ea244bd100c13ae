"""What the environment says: every variable Xiafang reads, in one table, with nothing of Django.

`settings.py`, the launcher of the embedded PostgreSQL and the commands read the environment only through here;
docs/reference/settings.md is held equal to `VARIABLES` by a test.
"""

import os
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address
from pathlib import Path

# name → (default as it stands in the documentation, what it is for)
VARIABLES: dict[str, tuple[str, str]] = {
    "DATABASE_URL": ("内置 PostgreSQL", "属主角色的连接，只供迁移和管理命令使用；不设时启动内置 PostgreSQL"),
    "XIAFANG_WEB_DATABASE_URL": ("内置 PostgreSQL", "网站角色的连接；设了 DATABASE_URL 就必须一并设置"),
    "XIAFANG_DATABASE_ROLE": ("web", "本进程以哪个角色连接：web 或 owner；由命令自己设置，一般不用手设"),
    "XIAFANG_DATA": ("检出目录的 var/，否则 ~/.local/share/xiafang", "数据目录：内置数据库、密钥、上传文件"),
    "XIAFANG_POSTGRES_BIN": (
        "系统的 PostgreSQL（15 以上），否则用随安装带来的",
        "内置数据库所用程序的目录；wheel 表示随安装带来的",
    ),
    "XIAFANG_SECRET_KEY": ("数据目录的 secret.key，首次自动生成", "签名密钥；多台服务器必须相同"),
    "XIAFANG_HOSTS": ("localhost,127.0.0.1,[::1]", "允许的访问域名，逗号分隔"),
    "XIAFANG_HTTPS": ("0", "1 表示只经 HTTPS 访问（由前置代理终止）：安全 Cookie、HSTS、自动跳转"),
    "XIAFANG_TRUSTED_PROXIES": (
        "无",
        "前置代理：填代理的层数，或各代理的地址（逗号分隔）；登录失败按代理转来的客户地址计数，不设则按直接连接的地址",
    ),
    "XIAFANG_LOG_LEVEL": ("INFO", "日志级别：DEBUG、INFO、WARNING、ERROR"),
    "XIAFANG_OFFICIAL_TEXT": ("无", "办法正式文本的 UTF-8 文件，按“第…条”切分"),
    "XIAFANG_POLICY": (
        "内置参数包",
        "本单位参数包：TOML 文件，只写与内置参数不同的部分，与 xiafang check --policy 同；"
        "改后重启，并执行 xiafang ledger rebuild",
    ),
    "XIAFANG_EFFECTIVE_ON": ("无", "办法的印发施行日期（第二十一条），写成 YYYY-MM-DD；显示在条文和“关于规则”页"),
}

CHECKOUT = Path(__file__).resolve().parents[3]
YES = {"1", "true", "yes", "on"}


class SettingError(Exception):
    """An environment variable cannot be used; the message says which, why and what to do."""


def data_root(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds what this installation keeps: `XIAFANG_DATA`, the checkout's var/, or the home's."""
    if named := environ.get("XIAFANG_DATA"):
        return Path(named).expanduser().absolute()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    return Path("~/.local/share/xiafang").expanduser()


def flag(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the variable `name` says yes."""
    return environ.get(name, "").strip().lower() in YES


def words(name: str, default: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the comma-separated words of the variable `name`."""
    return [word.strip() for word in environ.get(name, default).split(",") if word.strip()]


def trusted_proxies(environ: Mapping[str, str] = os.environ) -> int | frozenset[str]:
    """Return how many proxies stand before this server, or their addresses; 0 for none.

    Raises SettingError for what is neither a number nor addresses.
    """
    named = words("XIAFANG_TRUSTED_PROXIES", "", environ)
    if len(named) == 1 and named[0].isascii() and named[0].isdigit():
        return int(named[0])
    try:
        return frozenset(str(ip_address(word)) for word in named) or 0
    except ValueError as error:
        raise SettingError(
            "XIAFANG_TRUSTED_PROXIES 应为前置代理的层数（例如 1），或各代理的地址（例如 10.0.0.1,10.0.0.2），"
            f"现为“{environ['XIAFANG_TRUSTED_PROXIES']}”。"
        ) from error


def policy_file(environ: Mapping[str, str] = os.environ) -> str:
    """Return the policy pack of the workplace's own, empty for the built-in one."""
    named = environ.get("XIAFANG_POLICY", "").strip()
    return str(Path(named).expanduser().absolute()) if named else ""


def effective_on(environ: Mapping[str, str] = os.environ) -> date | None:
    """Return the day on which the regulation came into force, None when nobody said; raises SettingError."""
    named = environ.get("XIAFANG_EFFECTIVE_ON", "").strip()
    try:
        return date.fromisoformat(named) if named else None
    except ValueError as error:
        raise SettingError(
            f"XIAFANG_EFFECTIVE_ON 应为办法的印发施行日期，写成 YYYY-MM-DD，例如 2016-05-01，现为“{named}”。"
        ) from error


def database_url(role: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the connection URL of `role` (owner or web), empty when nothing is set.

    Raises SettingError when only one of the two URLs is set, or when the role is neither.
    """
    owner, web = environ.get("DATABASE_URL", ""), environ.get("XIAFANG_WEB_DATABASE_URL", "")
    if role == "web":
        if owner and not web:
            raise SettingError(
                "设了 DATABASE_URL（属主），但没有设 XIAFANG_WEB_DATABASE_URL（网站角色）："
                "请按 xiafang doctor --sql 建好网站角色后设置。"
            )
        return web
    if role == "owner":
        return owner
    raise SettingError(f"XIAFANG_DATABASE_ROLE 应为 web 或 owner，现为“{role}”。")
