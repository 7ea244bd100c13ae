"""The workbook of only those rows that were not taken: as they stood, with where, why and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xiafang.adapters.sheets import Value
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.ledgers.plans import Column, ForAll, Plan, Verdict
from xiafang.ledgers.running import Part

HEADINGS = ("原位置", "单元格", "原因和办法")
_NAMES = {Verdict.REFUSED: "不能导入", Verdict.ASKED: "待核对"}


@dataclass
class Kept:
    """Rows of a table, and what held for all of them."""

    part: Part
    for_all: ForAll | None
    rows: list[tuple[Plan, int]] = field(default_factory=list)


@dataclass
class Refusals:
    """Collects rows by the table they stand in; `limit` bounds what is kept in memory."""

    limit: int = 20_000
    kept: list[Kept] = field(default_factory=list)
    left_out: int = 0

    def begin(self, part: Part, for_all: ForAll | None = None) -> None:
        """Begin a table, of all of whose rows something holds."""
        self.kept.append(Kept(part, for_all))

    def add(self, plan: Plan) -> None:
        """Keep the rows of a plan that was not taken."""
        if plan.verdict not in _NAMES:
            return
        rows = self.kept[-1].rows
        for number in range(len(plan.lines)):
            if len(rows) < self.limit:
                rows.append((plan, number))
            else:
                self.left_out += 1

    def write(self, path: Path) -> int:
        """Write the workbook and return how many rows it has; nothing when there are none."""
        full = [kept for kept in self.kept if kept.rows]
        if full:
            write_xlsx(path, map(_sheet, full), title="未导入的行")
        return sum(len(kept.rows) for kept in full)


def _sheet(kept: Kept) -> tuple[str, Sequence[str], Iterable[Sequence[Value]]]:
    """Return name, headings and rows; what the table told of all rows stands in each, for its title is not there.

    Columns that are read come first: of two with one heading the first counts.
    """
    table = kept.part.table
    columns = {column.field: column for column in kept.part.ledger.columns}
    read = {place: columns[name] for name, place in table.columns.items()}
    places = sorted(table.headings, key=lambda place: (place not in read, place))
    added = [columns["same_or_not"]] if "same_or_not" in columns else []
    added += [columns[kept.for_all.field]] if kept.for_all else []
    added = [column for column in added if column.field not in table.columns]
    labels = [column.label for column in added]
    headings = [read[place].label if place in read else table.headings[place] for place in places]
    return table.sheet.name, [*HEADINGS, *labels, *headings], _rows(kept, added, [(p, read.get(p)) for p in places])


def _rows(
    kept: Kept, added: Sequence[Column], places: Sequence[tuple[int, Column | None]]
) -> Iterator[Sequence[Value]]:
    told = {kept.for_all.field: kept.for_all.value.label} if kept.for_all and kept.for_all.value else {}
    for plan, number in kept.rows:
        line = plan.lines[number]
        place = f"表“{line.record.sheet}”第 {line.record.row} 行"
        said = f"{_NAMES[plan.verdict]}：{plan.said}"
        cells = [_cell(plan, number, place, column, told) for place, column in places]
        yield [place, plan.cell, said, *(told.get(column.field) for column in added), *cells]


def _cell(plan: Plan, number: int, place: int, column: Column | None, told: dict[str, str]) -> Value:
    """Return a cell as it stood; of a merged one that is added up only the first, of a day what was read."""
    line = plan.lines[number]
    stood = line.record.raw.get(place)
    if column is None:
        return stood
    earlier = {other.record.address(column.field) for other in plan.lines[:number]}
    if column.added_up and line.record.address(column.field) in earlier:
        return None
    read = line.values.get(column.field)
    return read if isinstance(read, date) else told.get(column.field) if stood is None else stood
