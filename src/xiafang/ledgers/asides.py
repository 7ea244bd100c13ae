"""Sheets that are no ledger, and why: hidden, empty, or without the headings that a ledger must have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from xiafang.adapters.sheets import Book, Sheet, Unusable
from xiafang.adapters.sheets.tables import LOOKED_AT
from xiafang.ledgers.kinds.ledger import Ledger
from xiafang.ledgers.kinds.registry import nearest
from xiafang.ledgers.templates import NOTES

_MOST = 5


@dataclass(frozen=True)
class Aside:
    """A sheet beside the ledgers that is not read, and why."""

    sheet: str
    why: str
    hidden: bool


def beside(book: Book, read: Collection[Sheet], kinds: Collection[Ledger]) -> list[Aside]:
    """Return the sheets of a file that are not among those `read`, compared with `kinds`."""
    return [
        Aside(sheet.name, "隐藏了" if sheet.hidden else why_not(sheet, kinds), sheet.hidden)
        for sheet in book.sheets
        if sheet not in read
    ]


class NoLedger(Unusable):
    """No sheet is a ledger; the message says what is missing, and whoever asked adds what to compare with."""


def none_of(sheets: Sequence[Sheet], kinds: Collection[Ledger]) -> NoLedger:
    """Return the refusal of a file without a ledger: of each sheet what it lacks, and what its kind must have."""
    labels = "、".join(ledger.label for ledger in kinds)
    said = [f"表“{sheet.name}”{why_not(sheet, kinds)}。" for sheet in sheets[:_MOST]]
    if len(sheets) > _MOST:
        said.append(f"其余{len(sheets) - _MOST}张表也不是。")
    near = [found[0] for sheet in sheets[:_MOST] if (found := nearest(sheet, kinds))]
    musts = "".join(_musts(ledger) for ledger in kinds if not near or ledger in near)
    return NoLedger(f"没有找到{labels}台账的表头。{''.join(said)}{musts}")


def why_not(sheet: Sheet, kinds: Collection[Ledger]) -> str:
    """Return why a sheet is none of these ledgers."""
    top = list(islice(sheet.rows(), LOOKED_AT))
    first = next((row for row in top if row.cells), None)
    if first is None:
        return f"前{LOOKED_AT}行没有内容" if len(top) == LOOKED_AT else "是空的"
    if tuple(first.cells.values()) == NOTES:
        return "是空白台账的填写说明"
    found = nearest(sheet, kinds)
    if found is None:
        return f"前{LOOKED_AT}行中没有认出列名"
    ledger, table = found
    known = "".join(f"“{''.join(table.headings[column].split())}”" for column in sorted(table.columns.values()))
    lacking = [ledger.called(group) for group in ledger.musts if table.columns.keys().isdisjoint(group)]
    return f"第{table.first_row}行最像{ledger.label}台账的表头，认出{known}，缺{'；'.join(lacking)}"


def _musts(ledger: Ledger) -> str:
    return f"{ledger.label}台账必须有：{'；'.join(map(ledger.called, ledger.musts))}。"
