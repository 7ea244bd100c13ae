"""The table within a sheet: where its headings stand, which rows are records, which are totals, notes and the like.

What a heading may be called is the caller's (`Heading`). Headings stand in the first rows, in one row or over two or
three; of several readings the one with the most known headings counts, and of equal ones the smallest.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from xiafang.adapters.sheets.base import Row, Sheet, Value, address

LOOKED_AT = 40
DEEPEST = 3
_BRACKETS = re.compile(r"[(\[〔【{].*?[)\]〕】}]")
_NOISE = re.compile(r"[\s*★※:：。.、,，/／|_\-—\u200b\ufeff]+")
_TOTALS = re.compile(r"^(合计|小计|总计|共计|累计|总数|本页[合小]计|本月[合小累]计|[一-龥]{1,12}[合小总]计)")
_NOTES = re.compile(
    r"^(注|备注|说明|填表说明|填报说明|填表人?|填报人?|填报单位|填表单位|制表人?|统计人|报送人|复核人?|审核人?|审批人|"
    r"(?:单位|部门|分管)?负责人(?:签字)?|联系人|联系电话|填报日期|填表日期|制表日期|制表时间|填表时间|报送单位|盖章)\s*[:：1-9一二三（(]"
)


@dataclass(frozen=True)
class Heading:
    """A column that is looked for, under its label or one of its aliases."""

    field: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """A row of the table: field → value and the address of its cell; `raw` is the row as it stands."""

    sheet: str
    row: int
    values: Mapping[str, Value]
    addresses: Mapping[str, str]
    raw: Mapping[int, Value]

    def address(self, name: str) -> str:
        """Return the address of a field's cell, that of the row where the table has no such column."""
        return self.addresses.get(name, f"第{self.row}行")


@dataclass
class Table:
    """A table found in a sheet. While the records are read `skipped` fills, row → what it is instead, and `unseen`.

    `unseen` are the records in hidden rows.
    """

    sheet: Sheet
    title: str
    first_row: int
    last_heading: int
    columns: dict[str, int]
    headings: dict[int, str]
    skipped: dict[int, str] = field(default_factory=dict)
    unseen: list[int] = field(default_factory=list)

    @property
    def hidden(self) -> list[str]:
        """Return the headings of hidden columns that are read."""
        return [self.headings[column] for column in self.columns.values() if column in self.sheet.hidden_columns]

    def records(self) -> Iterator[Record]:
        """Give the records, one after the other; the sheet is read anew."""
        self.unseen.clear()
        shown = {key(self.headings[column]) for column in self.columns.values()}
        for row in self.sheet.rows():
            if row.number <= self.last_heading or not any(column in row.cells for column in self.columns.values()):
                continue
            if why := self._why_none(row, shown):
                self.skipped[row.number] = why
                continue
            if row.hidden:
                self.unseen.append(row.number)
            yield self._record(row)

    def _why_none(self, row: Row, shown: set[str]) -> str:
        texts = [str(row.cells[column]).strip() for column in sorted(row.cells)]
        if _TOTALS.match(_NOISE.sub("", texts[0])) or (len(texts) > 1 and _TOTALS.match(_NOISE.sub("", texts[1]))):
            return "合计行"
        places = {row.origin(column) for column in row.cells}
        if len(places) == 1 and (len(row.cells) > 2 or _NOTES.match(texts[0])):
            return "说明行"
        if _NOTES.match(texts[0]) and len(places) <= max(3, len(self.columns) // 2):
            return "说明行"
        if sum(key(text) in shown for text in texts) * 2 > len(texts) and len(texts) > 1:
            return "重复的表头"
        if len(texts) > 2 and all(re.fullmatch(r"[(（]?\d+[)）]?", text) for text in texts):
            numbers = [int(re.sub(r"\D", "", text)[:6]) for text in texts]
            if all(later == earlier + 1 for earlier, later in pairwise(numbers)):
                return "列号行"
        return ""

    def _record(self, row: Row) -> Record:
        values: dict[str, Value] = {}
        addresses: dict[str, str] = {}
        for name, column in self.columns.items():
            addresses[name] = address(row.number, column)
            if column in row.cells:
                values[name] = row.cells[column]
                addresses[name] = address(*row.origin(column))
        return Record(self.sheet.name, row.number, values, addresses, row.cells)


def key(text: str) -> str:
    """Return a heading as it is compared: full-width signs made plain, no spaces, marks or words in brackets."""
    plain = unicodedata.normalize("NFKC", text)
    bare = _NOISE.sub("", _BRACKETS.sub("", plain))
    return bare or _NOISE.sub("", plain)


def find(sheet: Sheet, wanted: Sequence[Heading], *, fewest: int = 2) -> Table | None:
    """Return the table of the sheet in which most of the wanted headings are found; None with less than `fewest`."""
    known = {key(name): heading.field for heading in reversed(wanted) for name in (*heading.aliases, heading.label)}
    top = list(islice(sheet.rows(), LOOKED_AT))
    best: Table | None = None
    score = (fewest - 1, 0)
    for first, depth in chain.from_iterable(((n, d) for d in range(1, DEEPEST + 1)) for n in range(len(top))):
        rows = top[first : first + depth]
        if len(rows) < depth or rows[-1].number - rows[0].number >= depth + 1:
            continue
        columns, headings = _headings(rows, known, sheet.hidden_columns)
        if (len(columns), -depth) > score:
            score = (len(columns), -depth)
            title = " ".join(_words(row) for row in top[:first])
            best = Table(sheet, f"{sheet.name} {title}".strip(), rows[0].number, rows[-1].number, columns, headings)
    return best


def _words(row: Row) -> str:
    return " ".join(dict.fromkeys(str(value) for value in row.cells.values()))


def _headings(
    rows: list[Row], known: Mapping[str, str], hidden: frozenset[int]
) -> tuple[dict[str, int], dict[int, str]]:
    """Return field → column, and column → heading as it stands, when the headings are in `rows`.

    Of two columns with the same heading the visible one counts, then the first.
    """
    texts = _texts(rows)
    columns: dict[str, int] = {}
    headings: dict[int, str] = {}
    for column, words in sorted(texts.items()):
        parts = list(dict.fromkeys(words))
        headings[column] = "".join(parts)
        readings = [parts[-1], parts[0]] if len(parts) > 1 else []
        found = next((known[key(text)] for text in ("".join(parts), *readings) if key(text) in known), None)
        if found is None or not key(parts[-1]):
            continue
        if found not in columns or (columns[found] in hidden and column not in hidden):
            columns[found] = column
    return columns, headings


def _texts(rows: list[Row]) -> dict[int, list[str]]:
    """Return column → its words from top to bottom; a word over several columns without a merged cell reaches on."""
    texts: dict[int, list[str]] = {}
    width = max((column for row in rows for column in row.cells), default=0)
    for depth, row in enumerate(rows):
        carried = ""
        for column in range(1, width + 1):
            value = row.cells.get(column)
            if isinstance(value, str) and value.strip():
                carried = value
                texts.setdefault(column, []).append(value.strip())
            elif value is not None:
                carried = ""
                texts.setdefault(column, []).append("")  # no heading: a number or a day is part of a record
            elif carried and depth + 1 < len(rows) and column in rows[depth + 1].cells:
                texts.setdefault(column, []).append(carried.strip())
    return texts
