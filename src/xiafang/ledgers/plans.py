"""What becomes of the rows of a ledger, before and after: their verdicts, questions and the acts they lead to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from xiafang.adapters.sheets import Heading, Record
from xiafang.casework.acts import Batch
from xiafang.ledgers.reading import Fault, Read


class Verdict(models.TextChoices):
    """What becomes of a row."""

    CREATED = "created", "新增"
    CHANGED = "changed", "更新"
    UNCHANGED = "unchanged", "无变化"
    REFUSED = "refused", "不能导入"
    ASKED = "asked", "待核对"


class Answer(models.TextChoices):
    """What somebody said to a question: whether the row is what it resembles."""

    SAME = "same", "同一"
    ANOTHER = "another", "另立"


@dataclass(frozen=True)
class ForAll:
    """What holds for every row of a table that does not say it itself: `value` for its `field`, `said` in words.

    Without a value it is to be asked, once for the whole table: `question`, to be answered by one of `choices`.
    """

    field: str
    label: str
    value: models.TextChoices | None
    said: str
    question: str = ""
    choices: Sequence[models.TextChoices] = ()


@dataclass(frozen=True)
class Column(Heading):
    """A column of a ledger: how its cells are read, whether a row can do without, an example for the empty form."""

    read: Read = lambda value, _: value
    required: bool = False
    example: str = ""
    note: str = ""
    added_up: bool = False  # over rows of one thing; a merged cell counts once


def column(field: str, label: str, aliases: str, read: Read, **more: Any) -> Column:
    """Return a column whose aliases are written as words with spaces between."""
    return Column(field, label, tuple(aliases.split()), read, **more)


@dataclass
class Line:
    """A record with its cells read; `faults` are those that could not be."""

    record: Record
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def place(self) -> tuple[str, int]:
        """Sheet and row."""
        return self.record.sheet, self.record.row


class No(Exception):  # noqa: N818 - a refusal is no error
    """A row is refused; the message is Chinese. `field` names the cell, `line` the row, when it is one of several."""

    def __init__(self, message: str, *, field: str = "", line: Line | None = None) -> None:
        super().__init__(message)
        self.field, self.line = field, line


@dataclass
class Plan:
    """What will become of one row, or of several that are one thing. `carry` does it, and is None when nothing is done.

    `compose` has the same written with many others, where that is possible. `said` is what is done, or why not; `cell`
    is where it hangs.
    """

    lines: list[Line]
    verdict: Verdict
    said: str = ""
    cell: str = ""
    carry: Callable[[], Any] | None = None
    compose: Callable[[Batch], None] | None = None

    @property
    def line(self) -> Line:
        """The first of its rows."""
        return self.lines[0]

    def refuse(self, why: str, name: str = "", line: Line | None = None) -> "Plan":
        """Turn it into a refusal that hangs on the field called `name`, of `line` or of its first row."""
        self.verdict, self.said, self.carry, self.compose = Verdict.REFUSED, why, None, None
        self.cell = (line or self.line).record.address(name)
        return self


def read_line(record: Record, columns: Mapping[str, Column], from_1904: bool) -> Line:
    """Read the cells of a record."""
    line = Line(record)
    for name, column in columns.items():
        value = record.values.get(name)
        try:
            line.values[name] = column.read(value, from_1904)
        except Fault as fault:
            line.faults.append((name, f"“{column.label}”{fault}"))
            continue
        if column.required and line.values[name] in (None, "", []):
            line.faults.append((name, f"缺少“{column.label}”：请补填。"))
    return line


def refused(line: Line) -> Plan | None:
    """Return the refusal of a row with faults, all of them at once; None when it has none."""
    if not line.faults:
        return None
    said = " ".join(
        fault if number == 0 else f"{line.record.address(name)}{fault}"
        for number, (name, fault) in enumerate(line.faults)
    )
    return Plan([line], Verdict.REFUSED).refuse(said, line.faults[0][0])
