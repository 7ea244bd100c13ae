"""From a connection URL to Django's settings of a database."""

import os
from collections.abc import Mapping
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from xiafang.config.environment import SettingError, database_url
from xiafang.postgres import prepared

WEB_ROLE = "xiafang_web"  # of the embedded server; elsewhere the user of XIAFANG_WEB_DATABASE_URL


def parse(url: str, variable: str) -> dict[str, Any]:
    """Return libpq's parameters in `url`.

    Raises SettingError, without repeating the password, when it is no PostgreSQL URL or names no database.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise SettingError(f"{variable} 应为 postgresql://用户:密码@主机/数据库 的形式。")
    try:
        found = conninfo_to_dict(url)
    except (ProgrammingError, UnicodeError) as error:
        raise SettingError(
            f"{variable} 无法识别：密码等处的特殊字符（@、/、#、% 等）请写成百分号编码，"
            "例如 postgresql://用户:密码@主机:5432/数据库。"
        ) from error
    if not found.get("dbname"):
        raise SettingError(f"{variable} 没有写明数据库名：postgresql://用户:密码@主机/数据库。")
    return dict(found)


def web_role(environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the role that serves pages: migrations grant it its rights."""
    url = environ.get("XIAFANG_WEB_DATABASE_URL", "")
    return str(parse(url, "XIAFANG_WEB_DATABASE_URL").get("user") or WEB_ROLE) if url else WEB_ROLE


def connection(role: str, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return Django's settings for connecting as `role`; without a URL they name a server that is not there.

    Nothing is connected here, so commands that need no database (makemigrations, check) run without one.
    Raises SettingError when the URL is wrong.
    """
    url = database_url(role, environ)
    variable = "DATABASE_URL" if role == "owner" else "XIAFANG_WEB_DATABASE_URL"
    found: dict[str, Any] = parse(url, variable) if url else {"dbname": "xiafang", "host": "/nonexistent"}
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {django: str(found.pop(libpq, "") or "") for django, libpq in names.items()}
    found.setdefault("connect_timeout", 10)
    return settings | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": found | prepared.OPTIONS,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # middleware.one_transaction: it must begin before row security is told who asks
    }
