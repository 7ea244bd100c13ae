"""What a kind of ledger is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xiafang.accounts.roles import Role
from xiafang.accounts.standing import Standing
from xiafang.adapters.sheets import Table
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.plans import Column, ForAll, Line, Plan


@dataclass(frozen=True)
class Ledger:
    """A kind of ledger. `signs`: fields of which a table must have one to be of this kind at all.

    `whole`: rows hang together (a unit stands under another one of the file), so all are planned at once, and few.
    `one`: what is equal in rows that follow one another and are one thing, so that they are planned together.
    `for_all`: what a table, the name of its file and an answer tell of all rows.
    """

    kind: str
    label: str
    columns: tuple[Column, ...]
    signs: tuple[tuple[str, ...], ...]
    roles: tuple[Role, ...]
    plan: Callable[[Sequence[Line], Importer], list[Plan]]
    whole: bool = False
    one: Callable[[Line], object] | None = None
    about: str = ""
    for_all: Callable[[Table, str, str], ForAll | None] = lambda *_: None

    def open_to(self, asks: Standing) -> bool:
        """Return whether somebody of this standing may import such a ledger."""
        return any(asks.holds(role) for role in self.roles)

    @property
    def musts(self) -> list[tuple[str, ...]]:
        """Return the fields that a table of this kind must have, of each group one."""
        required = [column.field for column in self.columns if column.required]
        return [*((name,) for name in required), *(group for group in self.signs if not set(group) & set(required))]

    def called(self, fields: Sequence[str]) -> str:
        """Return how columns are called, one of which is wanted."""
        labels = [f"“{column.label}”" for name in fields for column in self.columns if column.field == name]
        return "或".join(filter(None, ("、".join(labels[:-1]), labels[-1])))

    def fits(self, fields: set[str]) -> bool:
        """Return whether a table with these fields can be one of this kind: of each group it has one."""
        return all(not fields.isdisjoint(group) for group in self.signs)
