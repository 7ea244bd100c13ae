"""A file is imported by one at a time: whoever brings the same meanwhile has planned without what the other writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from xiafang.accounts.refusals import NotAllowed

_KEY = "hashtextextended(%s, 7305)"


def claim(digest: str) -> None:
    """Let nobody else import the file of this digest until the transaction ends. Raises NotAllowed when somebody is."""
    _try("pg_try_advisory_xact_lock", digest)


@contextmanager
def claimed(digest: str) -> Iterator[None]:
    """Let nobody else import the file meanwhile, over any number of transactions. Raises NotAllowed."""
    _try("pg_try_advisory_lock", digest)
    try:
        yield
    finally:
        _call("pg_advisory_unlock", digest)


def _try(function: str, digest: str) -> None:
    if not _call(function, digest):
        raise NotAllowed(
            "同样的文件正在导入（在另一个页面或者命令行）：请等它结束后再试，那时已导入的行没有变化。", field="file"
        )


def _call(function: str, digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_KEY})", [digest])
        row = cursor.fetchone()
    return bool(row and row[0])
