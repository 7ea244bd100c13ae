"""The workbook of only those rows that were not taken: as they stood, with where, why and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xiafang.adapters.sheets import Value
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.ledgers.plans import Plan, Verdict
from xiafang.ledgers.running import Part

HEADINGS = ("原位置", "单元格", "原因和办法")
_NAMES = {Verdict.REFUSED: "不能导入", Verdict.ASKED: "待核对"}


@dataclass
class Refusals:
    """Collects rows by the table they stand in; `limit` bounds what is kept in memory."""

    limit: int = 20_000
    kept: list[tuple[Part, list[tuple[Plan, int]]]] = field(default_factory=list)
    left_out: int = 0

    def begin(self, part: Part) -> None:
        """Begin a table."""
        self.kept.append((part, []))

    def add(self, plan: Plan) -> None:
        """Keep the rows of a plan that was not taken."""
        if plan.verdict not in _NAMES:
            return
        rows = self.kept[-1][1]
        for number in range(len(plan.lines)):
            if len(rows) < self.limit:
                rows.append((plan, number))
            else:
                self.left_out += 1

    def write(self, path: Path) -> int:
        """Write the workbook and return how many rows it has; nothing when there are none."""
        full = [(part, rows) for part, rows in self.kept if rows]
        if full:
            write_xlsx(path, (_sheet(part, rows) for part, rows in full), title="未导入的行")
        return sum(len(rows) for _, rows in full)


def _sheet(part: Part, rows: list[tuple[Plan, int]]) -> tuple[str, Sequence[str], Iterable[Sequence[Value]]]:
    labels = {part.table.columns[c.field]: c.label for c in part.ledger.columns if c.field in part.table.columns}
    columns = sorted(part.table.headings)
    headings = [labels.get(column, part.table.headings[column]) for column in columns]
    asks = [column for column in part.ledger.columns if column.field == "same_or_not"]
    extra = [asks[0].label] if asks and asks[0].label not in headings else []
    return part.table.sheet.name, [*HEADINGS, *extra, *headings], _rows(rows, columns, len(extra))


def _rows(rows: list[tuple[Plan, int]], columns: list[int], extra: int) -> Iterator[Sequence[Value]]:
    for plan, number in rows:
        record = plan.lines[number].record
        said = f"{_NAMES[plan.verdict]}：{plan.said}"
        place = f"表“{record.sheet}”第 {record.row} 行"
        yield [place, plan.cell, said, *[None] * extra, *(record.raw.get(column) for column in columns)]
