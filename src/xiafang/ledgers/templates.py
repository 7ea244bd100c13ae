"""Empty ledgers to fill in, one sheet for each kind, with an example row and what the columns mean."""

from collections.abc import Iterator
from pathlib import Path

from xiafang.adapters.sheets import Value
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.ledgers.kinds.registry import KINDS
from xiafang.ledgers.plans import Column

NOTES = ("台账", "列", "必填", "说明", "也可以叫")
_SKIPPED = {"same_or_not"}


def write(path: Path, *kinds: str) -> None:
    """Write the empty ledgers of these kinds, or of all."""
    chosen = [KINDS[kind] for kind in kinds or KINDS]
    sheets: list[tuple[str, list[str], Iterator[list[Value]]]] = []
    for ledger in chosen:
        columns = [column for column in ledger.columns if column.field not in _SKIPPED]
        example: list[Value] = [column.example or None for column in columns]
        sheets.append((ledger.label, [column.label for column in columns], iter([example])))
    notes = ([ledger.label, *_note(column)] for ledger in chosen for column in ledger.columns)
    sheets.append(("说明", list(NOTES), notes))
    write_xlsx(path, sheets, title="空白台账")


def _note(column: Column) -> list[Value]:
    return [column.label, column.required, column.note, "、".join(column.aliases)]
