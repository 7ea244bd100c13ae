"""What PostgreSQL's manual says of filling a database: foreign keys and indexes are made when the rows stand."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

THREADS = 2

_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s)
"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index
 WHERE indrelid::regclass::text = ANY (%s) AND NOT indisprimary
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
 ORDER BY indexrelid::regclass::text = 'casework_matter_words' DESC, indrelid  -- the longest first
"""


@contextmanager
def set_aside(tables: Sequence[str]) -> Iterator[None]:
    """Drop the foreign keys and indexes of `tables`, and make them again, which checks every row."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [list(tables)])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for drop, _ in [*keys, *indexes]:
            cursor.execute(drop)
    connection.close()  # what is forked must not share it
    yield
    with ThreadPoolExecutor(THREADS) as pool:
        for made in [pool.submit(_run, make) for _, make in indexes]:
            made.result()
    for _, make in keys:
        _run(make)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(statement)
    connection.close()
