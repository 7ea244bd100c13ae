"""What every kind of file is read into: sheets, rows of typed cells, addresses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime


class Unusable(Exception):  # noqa: N818 - a refusal is no error
    """The file cannot be read; the message is Chinese and says why and what to do."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: an error of a formula, or a formula whose result was not stored."""

    why: str


Value = str | int | float | bool | date | datetime | Broken | None


@dataclass(slots=True)
class Row:
    """A row: column (from 1) → value; blank cells are left out. `hidden` by hand or by a filter.

    A merged cell gives its value to all cells it covers; `origins` has where the value of such a cell really stands.
    """

    number: int
    cells: dict[int, Value]
    origins: dict[int, tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False

    def origin(self, column: int) -> tuple[int, int]:
        """Return row and column of the cell that holds the value shown in `column`."""
        return self.origins.get(column, (self.number, column))


@dataclass(frozen=True)
class Sheet:
    """A sheet; `rows` reads it anew each time, one row after the other."""

    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    from_1904: bool = False


def letters(column: int) -> str:
    """Return the name of a column: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as B14."""
    return f"{letters(column)}{row}"
