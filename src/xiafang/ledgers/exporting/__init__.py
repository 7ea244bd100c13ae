"""Lists as tables: headings and rows of typed values, in the words in which a ledger is imported again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from xiafang.adapters.sheets import Value

PIECE = 1_000
Row = Sequence[Value]
Piece = tuple[int, list[list[Value]]]  # of so many records the rows
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Exported:
    """A list as a table, read a piece at a time, so that it may be as long as it likes.

    `count` are its records (of which one may have several rows), None where they are not known before.
    """

    title: str
    headings: Sequence[str]
    count: int | None
    pieces: Iterable[Piece]

    @property
    def rows(self) -> Iterator[list[Value]]:
        """Return the rows of all pieces; once."""
        return (row for _, rows in self.pieces for row in rows)


def exported(
    title: str, headings: Sequence[str], found: "QuerySet[M]", rows_of: Callable[[list[M]], list[list[Value]]]
) -> Exported:
    """Return a list in the order of `found`: one query for the keys of its records, one for each piece of them."""
    keys: list[Any] = list(found.values_list("pk", flat=True))

    def read(some: Sequence[Any]) -> list[list[Value]]:
        there = {row.pk: row for row in found.order_by().filter(pk__in=some)}
        return rows_of([there[key] for key in some if key in there])

    return Exported(title, headings, len(keys), cut(keys, read))


def cut(keys: Sequence[UUID], read: Callable[[Sequence[UUID]], list[list[Value]]]) -> Iterator[Piece]:
    """Give the rows of records a piece at a time."""
    for start in range(0, len(keys), PIECE):
        some = keys[start : start + PIECE]
        yield len(some), read(some)
