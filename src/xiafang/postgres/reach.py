"""Connecting to the database that the environment names; what goes wrong is said in Chinese, without the password."""

import psycopg
from psycopg import Connection

from xiafang.postgres.binaries import OLDEST, LaunchError

# what libpq or the server says → what to do about it
WAYS_OUT = {
    "password authentication failed": "用户名或口令不对",
    "no password supplied": "缺少口令：请写成 postgresql://用户:口令@主机/数据库",
    "no pg_hba.conf entry": "数据库服务器的 pg_hba.conf 不允许从本机连接",
    "failed to resolve host": "主机名无法解析：请检查主机名和 DNS",
    "could not translate host name": "主机名无法解析：请检查主机名和 DNS",
    "Connection refused": "连接被拒绝：请检查主机、端口，数据库是否已启动",
    "No such file or directory": "套接字不存在：请检查 host= 的目录，数据库是否已启动",
    "timeout expired": "连接超时：请检查主机、端口和防火墙",
    "No space left": "磁盘空间不足",
    "terminating connection": "连接被数据库断开",
    "server closed the connection": "连接被数据库断开",
    "lock timeout": "有其他操作正占用同样的数据",
    "deadlock": "与其他操作互相等待",
    "too many": "连接数已满：请调大 max_connections 或减少服务进程",
}


def connect(url: str, variable: str) -> Connection[tuple[object, ...]]:
    """Return a connection to `url`, in autocommit.

    Raises LaunchError when it cannot be reached or is older than Xiafang's SQL; `variable` is what the user has set.
    """
    try:
        connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    except (psycopg.ProgrammingError, UnicodeError):  # no URL: libpq would say it again, with the password
        raise LaunchError(
            f"{variable} 应为 postgresql://用户:密码@主机/数据库 的形式，密码等处的特殊字符写成百分号编码。"
        ) from None
    except psycopg.Error as error:
        raise LaunchError(f"{variable} 指明的数据库连接不上：{_way_out(str(error))}。") from error
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        connection.close()
        raise LaunchError(f"{variable} 指明的数据库是 PostgreSQL {version}，需要 {OLDEST} 以上。")
    return connection


def broken_off(said: str) -> str:
    """Return what to tell of a database that answered and then did not; `said` is what libpq or the server said."""
    return f"数据库中途出错，未做完的没有写入：{_way_out(said)}。请检查数据库和磁盘空间（xiafang doctor），处理后重试。"


def _way_out(said: str) -> str:
    for sign, words in WAYS_OUT.items():
        if sign in said:
            return words
    if "does not exist" in said:
        return "用户或数据库不存在：请由数据库管理员执行 xiafang doctor --sql 打印的语句"
    return said.strip().splitlines()[-1].removeprefix("connection failed: ")
